public import AutoMLModel
import AutoMLQueries
import AutoMLTracking
import GRDB

extension SQLiteConnector {
  /// Starts or continues a recorded experiment under the caller's session.
  public func startExperiment(id: ExperimentID) async throws {
    try await write { [self] context in
      try requirePlace()
      try context.db.requireStep(of: id, to: .running)
      let session = try context.requireSession()
      try context.db.run(
        .beginExperiment,
        ["eid": id.rawValue, "sid": session.rawValue, "now": context.now.microseconds])
    }
  }

  /// Deletes the jobs, results and messages of an experiment and sets it back to CREATED.
  public func resetExperiment(id: ExperimentID) async throws {
    try await write(isLong: true) { context in
      try context.db.requireIdle(id)
      try context.db.run(.deleteJobs, ["eid": id.rawValue])
      try context.db.run(.deleteMessages, ["eid": id.rawValue])
      try context.db.run(.resetExperiment, ["eid": id.rawValue])
    }
  }

  /// Asks whoever works on an experiment to stop; asking again changes nothing.
  public func requestStop(_ id: ExperimentID) async throws {
    try await write { context in
      if try context.db.requireStatus(of: id) == .stopRequested { return }
      try context.db.requireStep(of: id, to: .stopRequested)
      try context.db.run(.requestExperimentStop, ["eid": id.rawValue])
    }
  }

  /// Ends an experiment as STOPPED, FINISHED or FAILED.
  public func endExperiment(
    _ id: ExperimentID, as status: ExperimentStatus, reason: String?
  ) async throws {
    let reason = reason.flatMap { $0.isEmpty ? nil : storable($0) }
    try await write { [self] context in
      // Whoever is told that all went well has to find it.
      try requirePlace()
      let current = try context.db.requireStatus(of: id)
      guard [.stopped, .finished, .failed].contains(status), current.canBecome(status) else {
        throw TrackingError.illegalTransition(of: "Experiment \(id)", from: current, to: status)
      }
      if try context.db.isTrue(.hasRunningJob, ["eid": id.rawValue]) {
        throw TrackingError(
          .experimentRunning(id),
          "Experiment \(id) cannot end as \(status.rawValue) while one of its attempts is running.")
      }
      try context.db.run(
        .endExperiment,
        [
          "eid": id.rawValue, "status": status.rawValue, "reason": reason,
          "now": context.now.microseconds,
        ])
      if let reason, status != .finished {
        try context.db.run(
          .insertMessage,
          ["eids": jsonList([id]), "now": context.now.microseconds, "message": reason])
      }
    }
  }

  /// Deletes an experiment with everything below it, all or nothing.
  public func deleteExperiment(_ id: ExperimentID) async throws {
    try await write(isLong: true) { context in
      try context.db.requireIdle(id)
      try context.db.run(.deleteExperiment, ["eid": id.rawValue])
    }
  }
}

extension Database {
  /// Refuses a step that the life cycle of experiments does not have.
  fileprivate func requireStep(of id: ExperimentID, to status: ExperimentStatus) throws {
    let current = try requireStatus(of: id)
    guard current.canBecome(status) else {
      throw TrackingError.illegalTransition(of: "Experiment \(id)", from: current, to: status)
    }
  }

  /// Refuses an experiment on which somebody works.
  fileprivate func requireIdle(_ id: ExperimentID) throws {
    let status = try requireStatus(of: id)
    let hasRunningJob = try isTrue(.hasRunningJob, ["eid": id.rawValue])
    guard !status.isActive, !hasRunningJob else {
      throw TrackingError(
        .experimentRunning(id), "Experiment \(id) is \(status.rawValue); stop it first.")
    }
  }
}
