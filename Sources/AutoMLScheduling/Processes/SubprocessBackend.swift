import Subprocess
import Synchronization
import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A backend that runs commands as subprocesses, each in a process group of its own.
///
/// Whatever way a command ends, its whole process group has ended when ``run(_:started:output:)``
/// returns: processes that the command left behind are killed.
public final class SubprocessBackend: ComputeBackend {
  /// How many pieces of work go on at once.
  public let width: Int
  private let groups = Mutex<Set<pid_t>>([])

  /// Makes a backend.
  ///
  /// - Throws: ``SchedulerError/invalidWidth(_:)`` for fewer than one worker.
  public init(width: Int) throws(SchedulerError) {
    guard width >= 1 else { throw .invalidWidth(width) }
    self.width = width
  }

  /// Does the work, which is expected to call ``run(_:started:output:)``, in the calling task.
  public func perform(
    _ work: @escaping @Sendable () async throws -> any Sendable
  ) async throws -> any Sendable {
    try await work()
  }

  /// Runs a command to its end.
  ///
  /// Cancelling the task sends SIGTERM to the process group, and SIGKILL after the grace period.
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
    try await withThrowingTaskGroup(of: Result<TerminationStatus, any Error>?.self) { group in
      group.addTask {
        do {
          return .success(try await self.spawn(command, started: started, output: output))
        } catch {
          return .failure(error)
        }
      }
      if let limit = command.timeLimit {
        group.addTask {
          try? await Task.sleep(for: limit)
          return nil
        }
      }
      var isTimeUp = false
      while let event = await group.nextResult() {
        guard let result = try event.get() else {
          isTimeUp = !Task.isCancelled
          group.cancelAll()
          continue
        }
        group.cancelAll()
        if isTimeUp { return .timedOut }
        if Task.isCancelled { return .cancelled }
        return try result.get().end
      }
      return .cancelled
    }
  }

  /// Ends every process group that is running now, at once.
  public func killAll() {
    for group in groups.withLock({ $0 }) { kill(-group, SIGKILL) }
  }

  private func spawn(
    _ command: ProcessCommand, started: @escaping @Sendable (Int) async throws -> Void,
    output: @escaping @Sendable (OutputStreamKind, [UInt8]) async throws -> Void
  ) async throws -> TerminationStatus {
    var options = PlatformOptions()
    options.processGroupID = 0
    options.teardownSequence = [
      .send(
        signal: .terminate, toProcessGroup: true, allowedDurationToNextStep: command.gracePeriod)
    ]
    let configuration = Configuration(
      executable: command.executable.contains("/")
        ? .path(FilePath(command.executable)) : .name(command.executable),
      arguments: Arguments(command.arguments),
      environment: .custom(
        Dictionary(
          uniqueKeysWithValues: command.environment.map { (.init(stringLiteral: $0), $1) })),
      workingDirectory: FilePath(command.workingDirectory), platformOptions: options)
    var leader: pid_t?
    let result: Result<TerminationStatus, any Error>
    do {
      let record = try await Subprocess.run(
        configuration, input: .none, output: .sequence, error: .sequence
      ) { execution in
        let group = execution.processIdentifier.value
        leader = group
        groups.withLock { _ = $0.insert(group) }
        try await started(Int(group))
        // A blocked read does not notice a cancellation, so a reader that fails ends the process
        // group itself; that closes the other stream too.
        let teardown = options.teardownSequence
        async let first = Self.read(execution.standardOutput, .output, output) {
          await execution.teardown(using: teardown)
        }
        async let second = Self.read(execution.standardError, .error, output) {
          await execution.teardown(using: teardown)
        }
        if let error = await [first, second].compactMap({ $0 }).first { throw error }
      }
      result = .success(record.terminationStatus)
    } catch let error as SubprocessError where leader == nil {
      result = .failure(ProcessLaunchError(executable: command.executable, underlying: error))
    } catch {
      result = .failure(error)
    }
    if let leader { await endGroup(leader) }
    return try result.get()
  }

  /// Kills what is left of a process group and waits until it is gone.
  ///
  /// The kernel gives the number to no new process while the group has members. The wait is
  /// bounded: a dead process that nobody reaps would otherwise last for ever.
  private func endGroup(_ leader: pid_t) async {
    if kill(-leader, SIGKILL) == 0 {
      // A task of its own, because a cancelled task cannot sleep.
      await Task {
        for _ in 0..<500 where kill(-leader, 0) == 0 {
          try? await Task.sleep(for: .milliseconds(1))
        }
      }.value
    }
    groups.withLock { _ = $0.remove(leader) }
  }

  /// Reads a stream to its end.
  ///
  /// - Returns: The error that ended the reading early, after the process was ended with it.
  private static func read(
    _ stream: SubprocessOutputSequence, _ kind: OutputStreamKind,
    _ output: @Sendable (OutputStreamKind, [UInt8]) async throws -> Void,
    endProcess: @Sendable () async -> Void
  ) async -> (any Error)? {
    do {
      for try await buffer in stream {
        try await output(kind, buffer.withUnsafeBytes { Array($0) })
      }
      return nil
    } catch {
      await endProcess()
      return error
    }
  }
}

extension TerminationStatus {
  /// The end of a process that nobody here ended.
  fileprivate var end: ProcessEnd {
    switch self {
    case .exited(let code): .exited(Int(code))
    case .signaled(let signal): .signalled(Int(signal))
    }
  }
}
