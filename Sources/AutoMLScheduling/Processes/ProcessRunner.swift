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
/// behind is killed. What it left behind because it was asked to end has the grace period first.
public final class ProcessRunner: Sendable {
  typealias Started = @Sendable (_ processGroup: Int) async throws -> Void
  typealias Output = @Sendable (OutputStreamKind, [UInt8]) async throws -> Void

  struct State {
    /// The leaders of the process groups that are running now.
    var groups: Set<pid_t> = []
    /// Whether nothing is to run any more.
    var isAborted = false
    /// Made for the first process.
    var watcher: ProcessWatcher?
  }

  let state = Mutex(State())

  /// Makes a runner.
  public init() {}

  /// Runs a command to its end.
  ///
  /// Cancelling the task sends SIGTERM to the process group, and SIGKILL after the grace period to
  /// what is left of it, however soon its leader ended; how that ended is the command's end. What
  /// carries the command's marker but has left the group gets SIGTERM when the group is gone, and
  /// the rest of the grace period. One of the command's ``ProcessCommand/limits`` sends SIGKILL,
  /// and output that has not been read by then is dropped.
  ///
  /// - Parameters:
  ///   - started: Called once with the process group's number before any output is read.
  ///   - output: Called with each piece of output in the order of its stream; the two streams
  ///     are read at the same time. Neither closure sees that the task was cancelled.
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
  /// All is done where the caller is, and needs none of Swift's own threads but for the closures.
  ///
  /// - Parameter pipes: What the process has for its three standard streams instead of ours, to be
  ///   closed here; `output` is then not called.
  func run(
    _ attempt: ProcessAttempt, pipes: ProcessPipes? = nil, started: Started? = nil,
    output: Output? = nil, isolation: isolated (any Actor)? = #isolation
  ) async throws -> ProcessEnd {
    let limits = LimitWatch.of(attempt)
    defer { limits?.cancel() }
    return try await withTaskCancellationHandler {
      // Named, so that the closure runs where the function does.
      _ = isolation
      do {
        var process = try begin(attempt, on: pipes)
        let (end, reason) = await attend(to: &process, started, output)
        let failure = process.news.failure.map { ProcessAttempt.StopReason.readerFailed($0) }
        return try Self.end(end, reason ?? failure)
      } catch let error as ProcessLaunchError {
        return try Self.end(.failure(error), attempt.settle())
      }
    } onCancel: {
      attempt.stop(.cancelled)
    }
  }

  /// How a command ended, in view of who asked it to end.
  private static func end(
    _ end: Result<ProcessEnd, any Error>, _ reason: ProcessAttempt.StopReason?
  ) throws -> ProcessEnd {
    switch (end, reason) {
    case (_, .timeUp): .timedOut
    case (_, .limit(let limit)): .limited(limit)
    case (.success(.exited(0)), .cancelled): .exited(0)
    case (_, .cancelled): .cancelled
    case (.failure(let error), _): throw error
    case (.success, .startRefused(let error)), (.success, .readerFailed(let error)): throw error
    case (.success(let end), nil): end
    }
  }

  /// Ends every process group that is running now, and any that begins later, at once.
  public func killAll() {
    state.withLock { state in
      state.isAborted = true
      for group in state.groups { kill(-group, SIGKILL) }
    }
  }
}
