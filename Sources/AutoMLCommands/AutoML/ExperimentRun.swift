import AutoMLModel
import AutoMLReporting
import AutoMLTracking
import AutoMLTrackingSQLite
import AutoMLWorkflow
import Logging
import UnixSignals

/// Runs an experiment, or the rest of one, in front of a user.
struct ExperimentRun {
  let configuration: ExperimentConfiguration
  let store: StoreOptions
  let progress: ProgressOptions
  let output: OutputOptions

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
        Terminal.printError("Continue it with 'automl resume \(id)\(database)'.")
      }
      if signal == .sigint, summary.status == .stopped { throw ProgramExit.interrupted }
      if signal != nil, summary.status == .stopped { throw ProgramExit.terminated }
      if summary.status == .failed { throw ProgramExit.failure }
      if summary.finishedJobs == 0, summary.failedJobs > 0 { throw ProgramExit.failure }
    }
  }

  /// Runs it with live progress, and writes the best-result report.
  func execute(
    _ origin: ExperimentWorkflow.Origin, on connector: SQLiteConnector,
    from start: ProgressHandler.Start = .init()
  ) async throws -> End {
    let (summary, signal) = try await run(origin, connector, start)
    output.write(try await BestResultReport.make(for: summary.experiment, from: connector))
    let database = store.path.map { " --db \($0)" } ?? ""
    if !output.json, !progress.quiet {
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
    let handler = ProgressHandler(
      goal: configuration.goal, style: progress.quiet ? .none : .detected)
    var logger = Logger(label: "automl") { _ in EngineLog(progress: handler) }
    logger.logLevel = progress.verbose ? .debug : .warning
    let workflow = try await ExperimentWorkflow(
      configuration, origin: origin, connector: connector, handlers: [handler], logger: logger)
    handler.expect(workflow.plannedJobs, from: start)
    let watch = SignalWatch()
    return try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { await watch.run { urgency in workflow.engine.stop(urgency) } }
      group.addTask { await handler.tick() }
      defer { group.cancelAll() }
      return (try await workflow.run(), watch.first)
    }
  }
}
