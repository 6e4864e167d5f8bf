import ArgumentParser
import AutoMLModel
import AutoMLReporting
import AutoMLTracking
import AutoMLTrackingSQLite
import AutoMLWorkflow
import Foundation
import Logging
import UnixSignals

struct RunCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Run an experiment; ends with the best-result report.",
    discussion: """
      Examples:
        automl run experiment.yaml
        automl run experiment.yaml --db results.db --json > report.json
        automl run experiment.yaml --events events.jsonl --notify ./tell-me.sh

      Ctrl-C stops in order: no new jobs, running ones get SIGTERM and, after the grace period,
      SIGKILL. A second Ctrl-C kills them at once. Nothing that was recorded is lost.
      """)

  @Argument(help: "The experiment file (YAML or JSON).", completion: .file())
  var file: String

  @OptionGroup var store: StoreOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var handlers: HandlerOptions

  @Flag(name: .shortAndLong, help: "Show no progress.")
  var quiet = false

  @Flag(name: .shortAndLong, help: "Log what the engine does.")
  var verbose = false

  func run() async throws {
    let configuration = try ExperimentConfiguration.load(path: file)
    try OpenFiles.makeRoom(forJobs: configuration.parallel)
    let progress = ProgressHandler(goal: configuration.goal, style: quiet ? .none : .detected)
    var logger = Logger(label: "automl") { _ in EngineLog(progress: progress) }
    logger.logLevel = verbose ? .debug : .warning
    let eventLog = try handlers.openEventLog(besides: store, logger: logger)
    let (summary, signal) = try await store.working { [logger] connector in
      let chain = try handlers.chain(
        behind: progress, eventLog: eventLog, session: try await connector.session(),
        logger: logger)
      let workflow = try await ExperimentWorkflow(
        configuration, connector: connector, handlers: chain, logger: logger)
      let (summary, signal) = try await execute(workflow, progress)
      output.write(try await BestResultReport.make(for: summary.experiment, from: connector))
      if !output.json, !quiet { hint(summary.experiment) }
      return (summary, signal)
    }
    try conclude(summary, signal)
  }

  private func execute(
    _ workflow: ExperimentWorkflow, _ progress: ProgressHandler
  ) async throws -> (summary: WorkflowSummary, signal: UnixSignal?) {
    progress.expect(workflow.plannedJobs)
    let watch = SignalWatch()
    return try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { await watch.run { urgency in workflow.engine.stop(urgency) } }
      group.addTask { await progress.tick() }
      defer { group.cancelAll() }
      return (try await workflow.run(), watch.first)
    }
  }

  private func hint(_ experiment: ExperimentID) {
    let database = store.path.map { " --db \($0)" } ?? ""
    Terminal.printError(
      "\nMore: automl-db history \(experiment)\(database), automl-db best \(experiment)\(database)")
  }

  private func conclude(_ summary: WorkflowSummary, _ signal: UnixSignal?) throws {
    if let cause = summary.cause, cause != .interrupted {
      Terminal.printError("The experiment ended early: \(cause)")
    }
    if signal == .sigint, summary.status == .stopped { throw ProgramExit.interrupted }
    if signal != nil, summary.status == .stopped { throw ProgramExit.terminated }
    if summary.status == .failed { throw ProgramExit.failure }
    if summary.finishedJobs == 0, summary.failedJobs > 0 { throw ProgramExit.failure }
  }
}
