import AutoMLModel
import AutoMLScheduling
import AutoMLSearch
import AutoMLTracking
import AutoMLWorkflow
import Foundation
import Logging

/// An experiment file put together with the engine that runs it.
struct ExperimentWorkflow {
  let engine: Engine
  private let context = Context()

  /// Makes everything the file asks for; nothing is recorded yet.
  @EngineActor
  init(
    _ configuration: ExperimentConfiguration, connector: any Connector,
    handlers: [any Handler], logger: Logger
  ) throws {
    let backend = try SubprocessBackend(width: configuration.parallel)
    let command = configuration.command
    let executor = ProcessExecutor(
      .init(
        words: { command.arguments(for: $0) }, dialect: Self.dialect(configuration),
        space: configuration.space, workingDirectory: configuration.workingDirectory,
        resultsDirectory: configuration.resultsDirectory,
        gracePeriod: configuration.gracePeriod, timeLimit: configuration.limits.jobTime,
        environment: ProcessInfo.processInfo.environment),
      backend: backend)
    let controller = SearchController(
      Self.algorithm(configuration), total: configuration.jobs,
      batch: configuration.parallel + 1)
    engine = try Engine(
      connector: connector, controller: controller, executor: executor, handlers: handlers,
      options: EngineOptions(
        experiment: Self.request(configuration),
        workers: .resources(
          parallel: configuration.parallel,
          ResourceRequest(
            type: configuration.resources.type, count: configuration.resources.count,
            createsMissing: configuration.resources.type == "cpu")),
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
