import ArgumentParser
import AutoMLModel
import AutoMLReporting
import AutoMLTracking
import AutoMLTrackingSQLite

struct StopCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stop",
    abstract: "Stop an experiment that runs in another terminal.",
    discussion: """
      Examples:
        automl stop 3
        automl stop 3 --no-wait

      Its engine begins no new jobs, and asks the running ones to end: SIGTERM, and SIGKILL after
      the grace period. They wait for 'automl resume 3' afterwards. The command returns when the
      experiment has stopped.
      """)

  @Argument(help: "The experiment's number; 'automl status' lists those that run.")
  var experiment: ExperimentID

  @Flag(name: .customLong("no-wait"), help: "Return as soon as the request is recorded.")
  var returnsAtOnce = false

  @OptionGroup var store: StoreOptions
  @OptionGroup var output: OutputOptions

  func run() async throws {
    try await store.changing { connector in
      let before = try await connector.experimentStatus(experiment)
      guard before == .running || before == .stopRequested else {
        try checkStopped(before)
        return try await write(before, connector)
      }
      try await request(connector)
      try await write(returnsAtOnce ? .stopRequested : try await end(connector), connector)
    }
  }

  /// Records the request; an experiment that has ended meanwhile needs none.
  private func request(_ connector: SQLiteConnector) async throws {
    do {
      try await connector.requestStop(experiment)
    } catch let error as TrackingError {
      guard case .illegalTransition = error.code else { throw error }
    }
  }

  /// Waits until nobody works on the experiment, whoever died meanwhile.
  private func end(_ connector: SQLiteConnector) async throws -> ExperimentStatus {
    var looks = 0
    while true {
      let status = try await connector.experimentStatus(experiment)
      if status != .running, status != .stopRequested { return status }
      looks += 1
      if looks.isMultiple(of: 20) { _ = try await connector.recover() }
      if looks == 40, !output.json {
        Terminal.printError("Waiting for running jobs to end…")
      }
      if looks.isMultiple(of: 200), !output.json, let hint = try await silence(connector) {
        Terminal.printError(hint)
      }
      try await Task.sleep(for: .milliseconds(50))
    }
  }

  /// Says so when the engine gives no sign of life, as one that is suspended.
  private func silence(_ connector: SQLiteConnector) async throws -> String? {
    let id = try await connector.experiment(experiment).session
    guard let engine = try await connector.sessions(live: true).first(where: { $0.id == id }) else {
      return nil
    }
    let silence = SystemTimeSource().now().since(engine.heartbeat)
    guard silence > .seconds(20) else { return nil }
    return
      "Its engine, process \(engine.processID) on \(engine.host), has given no sign of life for "
      + "\(silence.components.seconds) s; is it suspended?"
  }

  private func write(_ status: ExperimentStatus, _ connector: SQLiteConnector) async throws {
    let reason = try await connector.experiment(experiment).endReason
    let text =
      switch status {
      case .stopRequested: "Experiment \(experiment) was asked to stop."
      case .stopped:
        "Experiment \(experiment) has stopped: \(reason ?? "nobody works on it.")\n"
          + "Continue it with: automl resume \(experiment)\(store.asOptions)"
      default: "Experiment \(experiment) ended as \(status.rawValue) by itself."
      }
    output.write(
      text,
      json: [
        "experiment": .integer(experiment.rawValue), "status": .string(status.rawValue),
        "end_reason": reason.map { .string($0) } ?? .null,
      ])
  }

  /// An experiment that has stopped already is as it should be; why it has, the user may not know.
  private func checkStopped(_ status: ExperimentStatus) throws {
    guard status == .stopped else {
      throw UserMistake(
        "Experiment \(experiment) is not running: it is \(status.rawValue). "
          + "'automl status' lists those that run.")
    }
  }
}
