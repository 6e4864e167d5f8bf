import Subprocess
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Runs commands as subprocesses, each in a process group of its own.
///
/// Whatever way a command ends, its whole process group has ended when ``run(_:started:output:)``
/// returns, and so has every process that carries the command's marker: what the command left
/// behind is killed.
public final class ProcessRunner: Sendable {
  /// The leaders of the process groups that are running now.
  let groups = Mutex<Set<pid_t>>([])
  /// Whether nothing is to run any more.
  let isAborted = Mutex(false)

  /// Makes a runner.
  public init() {}

  /// Runs a command to its end.
  ///
  /// Cancelling the task sends SIGTERM to the process group, and SIGKILL after the grace period;
  /// one of the command's ``ProcessCommand/limits`` sends SIGKILL, and output that has not been read
  /// by then is dropped.
  ///
  /// - Parameters:
  ///   - started: Called once with the process group's number before any output is read.
  ///   - output: Called with each piece of output in the order of its stream; the two streams
  ///     are read at the same time.
  /// - Throws: ``ProcessLaunchError``, and what the two callbacks throw, after the process group
  ///   has been ended as by a cancellation. An exit code other than 0 is a result, not an error.
  public func run(
    _ command: ProcessCommand,
    started: @escaping @Sendable (_ processGroup: Int) async throws -> Void = { _ in },
    output: @escaping @Sendable (OutputStreamKind, [UInt8]) async throws -> Void
  ) async throws -> ProcessEnd {
    if Task.isCancelled { return .cancelled }
    return try await run(ProcessAttempt(command), started: started, output: output)
  }

  /// Runs an attempt, which others may stop, to its end.
  ///
  /// - Parameter pipes: What the process has for its three standard streams instead of ours;
  ///   `output` is then not called.
  func run(
    _ attempt: ProcessAttempt, pipes: ProcessPipes? = nil,
    started: @escaping @Sendable (_ processGroup: Int) async throws -> Void = { _ in },
    output: @escaping @Sendable (OutputStreamKind, [UInt8]) async throws -> Void = { _, _ in }
  ) async throws -> ProcessEnd {
    let command = attempt.command
    let forks = command.marker == nil ? nil : ProcessTable.forks
    let watch = LimitWatch(
      command.limits, timeLimit: command.timeLimit, of: attempt, forks: ProcessTable.forks)
    let thread = ProcessThread()
    let end = Promise<ProcessEnd>()
    // Two tasks of their own: a cancelled task can neither read what the process still prints in
    // its grace period nor wait for its end.
    let stopper = Task(executorPreference: thread) {
      await attempt.endWhenAsked()
      // What reached a limit is known to be dead before the library has heard of it, which may
      // have to wait for one of Swift's own threads.
      guard let (group, limit) = attempt.limited else { return }
      await self.endLeftovers(of: command, group: group, forks: forks, on: thread)
      guard !ProcessTable.hasLiveMember(group: group) else { return }
      attempt.silence()
      end.fulfil(.success(.limited(limit)))
    }
    Task(executorPreference: thread) {
      let status: Result<TerminationStatus, any Error>
      do {
        status = .success(
          try await self.spawn(attempt, on: pipes, started: started, output: output))
      } catch {
        status = .failure(error)
      }
      // How the command ended is settled here; ending what it left behind cannot turn a result
      // into a timeout or a cancellation.
      let reason = attempt.settle()
      watch.cancel()
      stopper.cancel()
      await stopper.value
      if let group = attempt.group {
        self.groups.withLock { _ = $0.remove(group) }
        await self.endLeftovers(of: command, group: group, forks: forks, on: thread)
      }
      end.fulfil(Result { try Self.end(status, reason) })
    }
    return try await Self.wait(for: end, of: attempt)
  }

  /// Waits for the end where the caller is: neither in a closure of its own nor for a task's
  /// value, both of which would need one of Swift's own threads.
  private static func wait(
    for end: Promise<ProcessEnd>, of attempt: ProcessAttempt,
    isolation: isolated (any Actor)? = #isolation
  ) async throws -> ProcessEnd {
    try await withTaskCancellationHandler {
      // Named, so that the closure runs where the function does.
      _ = isolation
      return try await end.value()
    } onCancel: {
      attempt.stop(.cancelled)
    }
  }

  /// How a command ended, in view of who asked it to end.
  private static func end(
    _ status: Result<TerminationStatus, any Error>, _ reason: ProcessAttempt.StopReason?
  ) throws -> ProcessEnd {
    switch (status, reason) {
    case (_, .timeUp): .timedOut
    case (_, .limit(let limit)): .limited(limit)
    case (.success(.exited(0)), .cancelled): .exited(0)
    case (_, .cancelled): .cancelled
    case (.failure(let error), _): throw error
    case (.success, .readerFailed(let error)): throw error
    case (.success(.exited(let code)), nil): .exited(Int(code))
    case (.success(.signaled(let signal)), nil): .signalled(Int(signal))
    }
  }

  /// Ends every process group that is running now, and any that begins later, at once.
  public func killAll() {
    isAborted.withLock { $0 = true }
    for group in groups.withLock({ $0 }) { kill(-group, SIGKILL) }
  }
}
