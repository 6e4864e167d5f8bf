import AutoMLExperimentRun
import AutoMLModel
import AutoMLReporting
import AutoMLTracking
import AutoMLTrackingSQLite
import AutoMLWorkflow
import Logging
import UnixSignals

/// Runs an experiment, or the rest of one, in front of a user.
struct EngineRun {
  private let configuration: ExperimentConfiguration
  private let store: StoreOptions
  private let isQuiet: Bool
  private let handlers: HandlerOptions
  private let output: OutputOptions
  private let progress: ProgressHandler
  private let logger: Logger
  private let eventLog: EventLogHandler?
  private let capture: CaptureHandler

  /// Opens what the options ask for; nothing is recorded yet.
  ///
  /// - Throws: `EventLogError` when the event log cannot be opened.
  init(
    configuration: ExperimentConfiguration, store: StoreOptions, progress: ProgressOptions,
    handlers: HandlerOptions, output: OutputOptions, run: EngineRunOptions
  ) throws {
    self.configuration = configuration
    self.store = store
    self.handlers = handlers
    self.output = output
    isQuiet = progress.quiet
    let handler = ProgressHandler(
      goal: configuration.goal,
      style: progress.quiet ? .none : run.output.plan == nil ? .detected : .lines)
    self.progress = handler
    var logger = Logger(label: "automl") { _ in EngineLog(progress: handler) }
    logger.logLevel = run.level(progress)
    self.logger = logger
    eventLog = try handlers.openEventLog(besides: store, logger: logger)
    capture = CaptureHandler(
      run.output.plan, results: configuration.resultsDirectory, experiment: configuration.name,
      logger: logger)
  }

  /// How a run ended.
  struct End: Sendable {
    let summary: WorkflowSummary
    let signal: UnixSignal?
    /// The options with which the database is found again.
    let database: String

    /// Tells how it ended and gives the exit code.
    ///
    /// - Throws: `ExitCode` for anything but success.
    func conclude() throws {
      let id = summary.experiment
      if let cause = summary.cause, cause != .interrupted, cause.isEarly {
        Terminal.printError("The experiment ended early: \(cause)")
      }
      if summary.status == .stopped {
        Terminal.printError("Continue it with: automl resume \(id)\(database)")
      }
      if signal == .sigint, summary.status == .stopped { throw ProgramExit.interrupted }
      if signal != nil, summary.status == .stopped { throw ProgramExit.terminated }
      if summary.cause == .requested { throw ProgramExit.terminated }
      if summary.status == .failed { throw ProgramExit.failure }
      if summary.finishedJobs == 0, summary.failedJobs > 0 { throw ProgramExit.failure }
    }
  }

  /// Runs it with live progress, and writes the best-result report.
  ///
  /// - Throws: `RunError` when the output could not be kept as the options say.
  func execute(
    _ origin: ExperimentWorkflow.Origin, on connector: SQLiteConnector,
    from start: ProgressHandler.Start = .init()
  ) async throws -> End {
    let end: End
    do {
      end = try await tellingOfMore(origin, connector, start)
    } catch {
      try? await capture.end(after: error)
      throw error
    }
    try await capture.end()
    return end
  }

  private func tellingOfMore(
    _ origin: ExperimentWorkflow.Origin, _ connector: SQLiteConnector,
    _ start: ProgressHandler.Start
  ) async throws -> End {
    let (summary, signal) = try await run(origin, connector, start)
    let database = store.asOptions
    if !output.json, !isQuiet {
      let id = summary.experiment
      Terminal.printError(
        "\nMore: automl-db history \(id)\(database), automl-db best \(id)\(database)")
    }
    return End(summary: summary, signal: signal, database: database)
  }

  private func run(
    _ origin: ExperimentWorkflow.Origin, _ connector: SQLiteConnector,
    _ start: ProgressHandler.Start
  ) async throws -> (summary: WorkflowSummary, signal: UnixSignal?) {
    let others = try handlers.chain(
      behind: progress, eventLog: eventLog, session: try await connector.session(),
      logger: logger)
    // First, so that whatever the others say is kept.
    let chain = [capture] + others
    // Before anything is begun that a signal would leave behind.
    let watch = await SignalWatch()
    let workflow = try await ExperimentWorkflow(
      configuration, origin: origin, connector: connector, handlers: chain, logger: logger)
    progress.expect(workflow.plannedJobs, from: start)
    return try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { await watch.run { urgency in workflow.stop(urgency) } }
      group.addTask { await progress.tick() }
      defer { group.cancelAll() }
      let summary = try await workflow.run { [output] summary in
        // Asked for in a task of its own: a signal that comes now must not take the report away.
        let report = Task {
          try await BestResultReport.make(for: summary.experiment, from: connector)
        }
        await output.writeUnlessCancelled(try await report.value)
      }
      return (summary, watch.first)
    }
  }
}
