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

  /// Makes everything the file asks for; nothing is recorded yet.
  ///
  /// A search without a seed is given one, which is recorded with the experiment.
  @EngineActor
  init(
    _ configuration: ExperimentConfiguration, connector: any Connector,
    handlers: [any Handler], logger: Logger
  ) throws {
    // Seeds stay in the range that every tool reads back from JSON exactly.
    let seed = configuration.algorithm.seed ?? UInt64.random(in: 0..<(1 << 53))
    let search = try configuration.algorithm.search(in: configuration.space, seed: seed)
    plannedJobs = [configuration.jobs, search.count].compactMap { $0 }.min()
    engine = try Engine(
      connector: connector,
      controller: SearchController(
        search, total: configuration.jobs, batch: configuration.parallel + 1),
      executor: ProcessExecutor(
        configuration.plan(logger), runner: ProcessRunner()),
      handlers: handlers,
      options: EngineOptions(
        experiment: configuration.request(seed: seed), workers: configuration.workers,
        retries: configuration.retries, limits: configuration.limits,
        stopPolicy: .continueAfterJobException, logger: logger))
  }

  /// Runs the workflow and shuts its components down.
  func run() async throws -> WorkflowSummary {
    do {
      let summary = try await engine.run(context)
      await engine.shutdown(context)
      return summary
    } catch {
      await engine.shutdown(context)
      throw error
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
      gracePeriod: gracePeriod, timeLimit: limits.jobTime,
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
