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

extension ProcessRunner {
  /// Starts a command, reads what it prints, and waits for the end of its leader.
  ///
  /// - Parameter pipes: What the process has for its three standard streams instead of ours;
  ///   `output` is then not called.
  func spawn(
    _ attempt: ProcessAttempt, on pipes: ProcessPipes?,
    started: @escaping @Sendable (Int) async throws -> Void,
    output: @escaping @Sendable (OutputStreamKind, [UInt8]) async throws -> Void
  ) async throws -> TerminationStatus {
    if let pipes {
      try await spawn(attempt, on: pipes, started: started)
    } else {
      try await spawn(attempt, started: started, output: output)
    }
  }

  private func spawn(
    _ attempt: ProcessAttempt, started: @escaping @Sendable (Int) async throws -> Void,
    output: @escaping @Sendable (OutputStreamKind, [UInt8]) async throws -> Void
  ) async throws -> TerminationStatus {
    do {
      let input = try ProcessInput.descriptor(holding: attempt.command.input)
      defer { try? input.close() }
      return try await Subprocess.run(
        attempt.command.configuration,
        input: .fileDescriptor(input, closeAfterSpawningProcess: false), output: .sequence,
        error: .sequence
      ) { execution in
        try await begun(execution.processIdentifier.value, attempt, started)
        async let first: Void = Self.read(execution.standardOutput, .output, attempt, output)
        async let second: Void = Self.read(execution.standardError, .error, attempt, output)
        _ = await (first, second)
      }.terminationStatus
    } catch let error as SubprocessError where attempt.group == nil {
      throw ProcessLaunchError(executable: attempt.command.executable, underlying: error)
    } catch let error as Errno where attempt.group == nil {
      throw ProcessLaunchError(executable: attempt.command.executable, underlying: error)
    }
  }

  /// Starts a command whose input and output somebody else attends to.
  ///
  /// The process's ends of the pipes are closed here as soon as it has them.
  private func spawn(
    _ attempt: ProcessAttempt, on pipes: ProcessPipes,
    started: @escaping @Sendable (Int) async throws -> Void
  ) async throws -> TerminationStatus {
    do {
      return try await Subprocess.run(
        attempt.command.configuration,
        input: .fileDescriptor(
          FileDescriptor(rawValue: pipes.input), closeAfterSpawningProcess: true),
        output: .fileDescriptor(
          FileDescriptor(rawValue: pipes.output), closeAfterSpawningProcess: true),
        error: .fileDescriptor(
          FileDescriptor(rawValue: pipes.errors), closeAfterSpawningProcess: true)
      ) { execution in
        try await begun(execution.processIdentifier.value, attempt, started)
      }.terminationStatus
    } catch let error as SubprocessError where attempt.group == nil {
      throw ProcessLaunchError(executable: attempt.command.executable, underlying: error)
    }
  }

  private func begun(
    _ group: pid_t, _ attempt: ProcessAttempt, _ started: @Sendable (Int) async throws -> Void
  ) async throws {
    groups.withLock { _ = $0.insert(group) }
    attempt.started(group)
    if isAborted.withLock({ $0 }) { kill(-group, SIGKILL) }
    try await started(Int(group))
  }

  /// Reads a stream to its end; a reader that fails ends the process group.
  ///
  /// The rest of the stream is still read, and dropped, so that the process is not held up by a
  /// full pipe when it wants to end.
  private static func read(
    _ stream: SubprocessOutputSequence, _ kind: OutputStreamKind, _ attempt: ProcessAttempt,
    _ output: @Sendable (OutputStreamKind, [UInt8]) async throws -> Void
  ) async {
    var isWanted = true
    do {
      for try await buffer in stream where isWanted && attempt.isHeard {
        do {
          try await output(kind, buffer.withUnsafeBytes { Array($0) })
        } catch {
          isWanted = false
          attempt.stop(.readerFailed(error))
        }
      }
    } catch {
      attempt.stop(.readerFailed(error))
    }
  }
}

/// The ends of pipes that a process gets as its standard input, output and error.
struct ProcessPipes: Sendable {
  let input: CInt
  let output: CInt
  let errors: CInt
}

extension ProcessCommand {
  /// The command as the subprocess library takes it: the leader of a process group of its own.
  fileprivate var configuration: Configuration {
    var options = PlatformOptions()
    options.processGroupID = 0
    // Only for a process that cannot be recorded; see `ProcessAttempt` for the others.
    options.teardownSequence = [
      .send(signal: .kill, toProcessGroup: true, allowedDurationToNextStep: .seconds(1))
    ]
    let environment = marker?.added(to: self.environment) ?? self.environment
    return Configuration(
      executable: executable.contains("/") ? .path(FilePath(executable)) : .name(executable),
      arguments: Arguments(arguments),
      environment: .custom(
        Dictionary(uniqueKeysWithValues: environment.map { (.init(stringLiteral: $0), $1) })),
      workingDirectory: FilePath(workingDirectory), platformOptions: options)
  }
}
