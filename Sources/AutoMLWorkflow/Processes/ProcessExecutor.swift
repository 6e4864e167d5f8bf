public import AutoMLModel
public import AutoMLScheduling
import AutoMLTracking
import Foundation
public import Logging

/// Carries recommendations out by running a command, one process group an attempt.
public struct ProcessExecutor: Executor {
  /// What every job of an experiment has in common.
  public struct Plan: Sendable {
    /// The words of the command for a job's parameters.
    public var words: @Sendable (ParameterSet) -> [String]
    /// How the script takes part.
    public var dialect: any ReportDialect
    /// The space whose parameters the script takes.
    public var space: SearchSpace
    /// The folder in which the command starts.
    public var workingDirectory: String
    /// The folder that receives logs and parameter files.
    public var resultsDirectory: String
    /// How long a job may take to end after SIGTERM.
    public var gracePeriod: Duration
    /// How long an attempt may take.
    public var timeLimit: Duration?
    /// How much memory an attempt's processes may use together, in bytes; see
    /// ``ProcessLimits/memory``.
    public var memoryLimit: Int?
    /// The environment that jobs inherit.
    public var environment: [String: String]
    /// Receives what is worth telling about the running of jobs.
    public var logger: Logger

    /// Describes how jobs are run.
    public init(
      words: @escaping @Sendable (ParameterSet) -> [String], dialect: any ReportDialect,
      space: SearchSpace, workingDirectory: String, resultsDirectory: String,
      gracePeriod: Duration = .seconds(10), timeLimit: Duration? = nil,
      memoryLimit: Int? = nil, environment: [String: String],
      logger: Logger = Logger(label: "automl.executor")
    ) {
      self.words = words
      self.dialect = dialect
      self.space = space
      self.workingDirectory = workingDirectory
      self.resultsDirectory = resultsDirectory
      self.gracePeriod = gracePeriod
      self.timeLimit = timeLimit
      self.memoryLimit = memoryLimit
      self.environment = environment
      self.logger = logger
    }
  }

  /// The variable by which processes that left an attempt's process group are found.
  private static let markerVariable = "AUTOML_ATTEMPT_TOKEN"

  private let plan: Plan
  private let runner: ProcessRunner

  /// Makes an executor.
  ///
  /// - Parameter runner: Where the processes run.
  public init(_ plan: Plan, runner: ProcessRunner) {
    self.plan = plan
    self.runner = runner
  }

  /// The plan's space.
  public func determineSearchSpace(context: Context) async throws -> SearchSpace { plan.space }

  /// Runs the command; success is exit code 0 and a finite final score.
  public func execute(_ recommendation: Recommendation, context: Context) async throws -> Score {
    guard let job = context[.job] else {
      throw JobFailure(.launch, "A process can run only as a recorded job.")
    }
    let log = try AttemptLog(
      folder: "\(plan.resultsDirectory)/\(job.experiment)", job: job.job.description,
      attempt: job.attemptNumber)
    let parameters = recommendation.result.parameters.json.description
    let parametersFile = try log.writeParameters(parameters + "\n")
    let words = plan.dialect.commandLine(
      plan.words(recommendation.result.parameters), parametersFile: parametersFile)
    var command = ProcessCommand(
      executable: resolved(words[0]), arguments: Array(words.dropFirst()),
      environment: environment(
        job, parameters, parametersFile, gpus: context[.gpus] ?? []),
      workingDirectory: plan.workingDirectory, gracePeriod: plan.gracePeriod,
      timeLimit: plan.timeLimit,
      marker: ProcessMarker(
        variable: Self.markerVariable, value: "\(job.sessionToken).\(job.attempt)"))
    command.limits.memory = plan.memoryLimit
    return try await run(command, job, log)
  }

  /// Kills every process group at once.
  public func abort(context: Context) async { runner.killAll() }

  private func run(
    _ command: ProcessCommand, _ job: JobHandle, _ log: AttemptLog
  ) async throws -> Score {
    let reader = ReportReader(dialect: plan.dialect)
    let end: ProcessEnd
    do {
      end = try await runner.run(command) { group in
        job.processBegan(group: group, logPath: log.path)
      } output: { kind, bytes in
        log.append(bytes)
        try await job.reportIntermediate(try reader.read(kind, bytes))
      }
      if end == .exited(0) { try await reportRest(reader, job) }
    } catch let error as ReportError {
      throw JobFailure(.score, "\(error)")
    } catch let error as ProcessLaunchError {
      throw JobFailure(.launch, "\(error)")
    }
    if log.isIncomplete { plan.logger.warning("the log '\(log.path)' could not be written whole") }
    return try score(end, reader)
  }

  /// Records what stood on a last line without an end; the process cannot be stopped any more.
  private func reportRest(_ reader: ReportReader, _ job: JobHandle) async throws {
    do {
      try await job.reportIntermediate(try reader.finish())
    } catch is EarlyStop {}
  }

  private func score(_ end: ProcessEnd, _ reader: ReportReader) throws -> Score {
    let hint = reader.lastErrorLine.isEmpty ? "" : "; it said: \(reader.lastErrorLine)"
    switch end {
    case .exited(0):
      guard let score = reader.finalScore else {
        try Task.checkCancellation()
        throw JobFailure(.score, "It ended without reporting a score\(hint)", exitCode: 0)
      }
      return score
    case .exited(let code):
      throw JobFailure(.exit, "Exit code \(code)\(hint)", exitCode: code)
    case .signalled(let signal):
      throw JobFailure(.signal, "Ended by signal \(signal)\(hint)", signal: signal)
    case .limited(.memory(let bytes)):
      throw JobFailure(
        .memory, "It used more memory than \(bytes) bytes, which is its limit\(hint)")
    case .limited(let limit):
      throw JobFailure(.timeout, "\(limit)")
    case .timedOut:
      throw JobFailure(
        .timeout, "It took longer than \(plan.timeLimit.map { "\($0)" } ?? "it may")")
    case .cancelled: throw CancellationError()
    }
  }

  /// A program with a slash in its name is meant from the working directory, as a shell there would.
  private func resolved(_ executable: String) -> String {
    executable.utf8.contains(UInt8(ascii: "/")) && executable.utf8.first != UInt8(ascii: "/")
      ? "\(plan.workingDirectory)/\(executable)" : executable
  }

  private func environment(
    _ job: JobHandle, _ parameters: String, _ file: String, gpus: [Int]
  ) -> [String: String] {
    let session = ProcessMarker(
      variable: SessionEnvironment.tokenVariable, value: job.sessionToken)
    var environment = session.added(to: plan.environment)
    environment["AUTOML_PARAMETERS"] = parameters
    environment["AUTOML_PARAMETERS_FILE"] = file
    environment["AUTOML_EXPERIMENT_ID"] = job.experiment.description
    environment["AUTOML_JOB_ID"] = job.job.description
    environment["AUTOML_ATTEMPT"] = job.attemptNumber.description
    environment["CUDA_VISIBLE_DEVICES"] = gpus.map(\.description).joined(separator: ",")
    environment["PYTHONUNBUFFERED"] = environment["PYTHONUNBUFFERED"] ?? "1"
    return environment
  }
}
