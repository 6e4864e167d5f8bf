import AutoMLModel
import Foundation

/// A backend that starts a command for each piece of work.
///
/// It does functions that are made of a command; see ``Function/init(_:command:passing:)``. Each
/// runs in a process group of its own, which is gone with all that was started in it when the
/// work has ended. Cancelled work gets SIGTERM, and SIGKILL after the grace period.
///
/// The result is what the command prints on standard output: one JSON document, or several lines
/// of which the last that is not empty is one. The other lines go to a closure: those of standard
/// error as they come, those of standard output when the command has ended.
public struct SubprocessBackend: ComputeBackend {
  /// Takes a line that a piece of work has printed.
  public typealias LineReader = @Sendable (WorkReference, OutputLine) -> Void

  /// What it is called in descriptions.
  public let name = "subprocess"
  /// How many commands run at once.
  public let width: Int
  private let workingDirectory: String
  private let environment: [String: String]
  private let gracePeriod: Duration
  private let outputLimit: Int
  private let output: LineReader
  private let runner = ProcessRunner()

  /// The variable by which processes that left a command's process group are found.
  private static let markerVariable = "AUTOML_WORK_TOKEN"

  /// Makes a backend.
  ///
  /// - Parameters:
  ///   - workingDirectory: Where commands start; this process's folder by default.
  ///   - environment: What commands inherit; this process's environment by default.
  ///   - gracePeriod: How long a cancelled command may take to end after SIGTERM.
  ///   - outputLimit: The most bytes a command may print on standard output.
  ///   - output: Receives the lines that are not the result, after the task's ``OutputFilter``;
  ///     by default those of standard error go to this process's.
  /// - Throws: ``SchedulerError/invalidWidth(_:)`` for fewer than one command.
  public init(
    width: Int, workingDirectory: String? = nil, environment: [String: String]? = nil,
    gracePeriod: Duration = .milliseconds(500), outputLimit: Int = 64 << 20,
    output: @escaping LineReader = SubprocessBackend.passErrorsOn
  ) throws(SchedulerError) {
    guard width >= 1 else { throw .invalidWidth(width) }
    self.width = width
    self.workingDirectory = workingDirectory ?? FileManager.default.currentDirectoryPath
    self.environment = environment ?? ProcessInfo.processInfo.environment
    self.gracePeriod = gracePeriod
    self.outputLimit = outputLimit
    self.output = output
  }

  /// Writes a line of standard error to this process's, and drops others.
  public static let passErrorsOn: LineReader = { _, line in
    guard line.stream == .error else { return }
    try? FileHandle.standardError.write(contentsOf: Data("\(line.text)\n".utf8))
  }

  /// Runs the work's command to its end.
  ///
  /// - Throws: ``LimitExceeded``; `CancellationError`; ``ProcessLaunchError``; ``ComputeError``
  ///   for closures and functions without a command, work that sends messages, input that is not
  ///   JSON, an exit code other than 0, an end by a signal, and output that is no result.
  public nonisolated(nonsending) func perform(_ work: ComputeWork) async throws -> any Sendable {
    let name = work.reference.name
    guard let call = work.call, let words = call.command, let program = words.first else {
      throw ComputeError.notPortable(work: name, backend: self.name)
    }
    guard work.options.messages == nil else {
      throw ComputeError.needsWorkers(work: name, backend: self.name)
    }
    var command = ProcessCommand(
      executable: resolved(program), arguments: Array(words.dropFirst()),
      environment: environment.merging(work.options.environment) { $1 },
      workingDirectory: workingDirectory, gracePeriod: gracePeriod,
      marker: ProcessMarker(variable: Self.markerVariable, value: UUID().uuidString))
    command.limits = work.options.limits
    let print = CallOutput(work, limit: outputLimit, reader: output)
    // Documents may be long, and what a reader of lines does may take its time: neither is for the
    // scheduler's thread, nor for one of Swift's, which are few.
    return try await withTaskExecutorPreference(ProcessThread()) { [command] in
      var command = command
      let input = try await call.encodedInput(work: name)
      switch call.passing {
      case .standardInput: command.input = input
      case .argument: command.arguments.append(String(decoding: input, as: UTF8.self))
      }
      let end = try await runner.run(command) { try print.read($0, $1) }
      guard end == .exited(0) else { throw print.failure(end) }
      return try await print.result(call)
    }
  }

  /// A program with a slash in its name is meant from the working directory, as a shell there would.
  private func resolved(_ program: String) -> String {
    program.contains("/") && !program.hasPrefix("/") ? "\(workingDirectory)/\(program)" : program
  }
}

extension FunctionCall {
  /// The input as a process gets it.
  @concurrent
  fileprivate func encodedInput(work: String) async throws(ComputeError) -> [UInt8] {
    do {
      return try input()
    } catch {
      throw .invalidInput(work: work, "\(error)")
    }
  }
}

extension ComputeBackend where Self == SubprocessBackend {
  /// A command for each piece of work.
  ///
  /// - Throws: ``SchedulerError/invalidWidth(_:)`` for fewer than one at once.
  public static func subprocess(width: Int) throws(SchedulerError) -> SubprocessBackend {
    try SubprocessBackend(width: width)
  }
}
