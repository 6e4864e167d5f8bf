import AutoMLModel
import AutoMLScheduling
import AutoMLSearch
import AutoMLTracking
import AutoMLWorkflow
import Foundation
import Logging

/// An experiment file put together with the engine that runs it.
struct ExperimentWorkflow: Sendable {
  let engine: Engine
  /// How many jobs there will be, when that is known.
  let plannedJobs: Int?
  private let context = Context()
  private let ending = WorkflowEnding()

  /// Which experiment to work on.
  enum Origin: Sendable {
    /// One to be recorded.
    case new
    /// One that was recorded with a seed, and is to be continued.
    case recorded(ExperimentID, seed: UInt64)
  }

  /// Makes everything the file asks for; nothing is recorded yet.
  ///
  /// A new search without a seed is given one, which is recorded with the experiment.
  @EngineActor
  init(
    _ configuration: ExperimentConfiguration, origin: Origin, connector: any Connector,
    handlers: [any Handler], logger: Logger
  ) throws {
    let seed: UInt64
    let experiment: ExperimentOrigin
    switch origin {
    case .new:
      // Seeds stay in the range that every tool reads back from JSON exactly.
      seed = configuration.algorithm.seed ?? UInt64.random(in: 0..<(1 << 53))
      experiment = .new(configuration.request(seed: seed))
    case .recorded(let id, let recorded):
      seed = recorded
      experiment = .recorded(id)
    }
    let search = try configuration.algorithm.search(in: configuration.space, seed: seed)
    plannedJobs = [configuration.jobs, search.count].compactMap { $0 }.min()
    var limits = configuration.limits
    limits.jobs = configuration.jobs
    engine = try Engine(
      connector: connector,
      controller: SearchController(
        search, total: configuration.jobs, batch: configuration.parallel * 2),
      executor: ProcessExecutor(
        configuration.plan(logger), runner: ProcessRunner()),
      handlers: handlers,
      options: EngineOptions(
        experiment: experiment, workers: configuration.workers,
        retries: configuration.retries, limits: limits,
        earlyStopping: configuration.earlyStopping, stopPolicy: .continueAfterJobException,
        logger: logger))
  }

  /// Runs the workflow, tells of its end, and shuts its components down.
  ///
  /// - Parameter tell: Called before anybody is waited for who hears of the end; cancelled by a
  ///   stop, as that waiting is.
  func run(
    telling tell: @escaping @Sendable (WorkflowSummary) async throws -> Void
  ) async throws -> WorkflowSummary {
    let result: Result<WorkflowSummary, any Error>
    do {
      result = .success(try await engine.run(context))
    } catch {
      result = .failure(error)
    }
    let end = Task { [engine, context] in
      var failure: (any Error)?
      do {
        try await tell(try result.get())
      } catch {
        failure = error
      }
      await engine.shutdown(context)
      if let failure { throw failure }
    }
    ending.begin(end)
    try await end.value
    return try result.get()
  }

  /// Asks the workflow to stop; when its jobs are over, nobody is waited for any more.
  ///
  /// - Returns: What this does, for the user.
  func stop(_ urgency: StopUrgency) -> String {
    engine.stop(urgency)
    if ending.hurry(urgency) { return "Waiting no longer for what hears of the end." }
    return switch urgency {
    case .graceful: "Stopping: running jobs are asked to end. Once more to kill them at once."
    case .immediate: "Killing what is still running."
    }
  }
}

extension ExperimentConfiguration {
  /// How its jobs are run.
  fileprivate func plan(_ logger: Logger) -> ProcessExecutor.Plan {
    let reports: any ReportDialect =
      switch dialect {
      case .native: NativeDialect(labels: labels)
      case .auptimizer:
        AuptimizerDialect(labels: labels, tracksIntermediateResults: tracksIntermediateResults)
      }
    return ProcessExecutor.Plan(
      words: { [executable] + command.arguments(for: $0).dropFirst() }, dialect: reports,
      space: space, workingDirectory: workingDirectory, resultsDirectory: resultsDirectory,
      gracePeriod: gracePeriod, timeLimit: limits.jobTime, memoryLimit: limits.memory,
      environment: ProcessInfo.processInfo.environment, logger: logger)
  }

  /// The experiment as it is recorded.
  fileprivate func request(seed: UInt64) -> ExperimentRequest {
    ExperimentRequest(
      user: user, name: name, goal: goal, labels: labels, configuration: document,
      searchSpace: space.json, seed: seed)
  }

  /// Who runs its jobs.
  fileprivate var workers: WorkerPlan {
    .resources(
      parallel: parallel,
      ResourceRequest(
        type: resources.type, count: resources.count,
        createsMissing: resources.type == "cpu"))
  }
}
