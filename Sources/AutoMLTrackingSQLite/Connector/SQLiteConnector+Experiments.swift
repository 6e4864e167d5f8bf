public import AutoMLModel
import AutoMLQueries
public import AutoMLTracking
import GRDB

extension SQLiteConnector {
  /// Records an experiment without starting it.
  public func createExperiment(_ request: ExperimentRequest) async throws -> ExperimentID {
    try request.validate()
    return try await write { context in try context.insert(request, session: nil) }
  }

  /// Records an experiment and starts it under the caller's session.
  public func startExperiment(_ request: ExperimentRequest) async throws -> ExperimentID {
    try request.validate()
    return try await write { context in
      let session = try context.requireSession()
      return try context.insert(request, session: session)
    }
  }

  /// The status of an experiment.
  public func experimentStatus(_ id: ExperimentID) async throws -> ExperimentStatus {
    try await read { db in try db.requireStatus(of: id) }
  }

  /// A recorded experiment.
  public func experiment(_ id: ExperimentID) async throws -> ExperimentRecord {
    try await read { db in
      let record = try db.row(
        .findExperiment, ["eid": id.rawValue], ExperimentRecord.init(row:))
      guard let record else { throw TrackingError.unknown(id) }
      return record
    }
  }

  /// The experiments that pass a filter, by id.
  public func experiments(_ filter: ExperimentFilter) async throws -> [ExperimentRecord] {
    try await read { db in
      var user: Int64?
      if let name = filter.user {
        user = try db.value(.findUser, ["name": name])
        if user == nil {
          throw TrackingError(.unknownUser(name), "There is no user '\(name)'.")
        }
      }
      let statuses = filter.statuses.map { statuses in
        JSONValue.array(statuses.map { .string($0.rawValue) }).serialized()
      }
      return try db.rows(
        .listExperiments,
        [
          "after": filter.after?.rawValue ?? 0, "uid": user, "statuses": statuses,
          "name": filter.name, "since": filter.createdSince?.microseconds,
          "before": filter.createdBefore?.microseconds,
          "limit": filter.limit.map { max(0, $0) } ?? -1,
        ], ExperimentRecord.init(row:))
    }
  }

  /// The counts of an experiment's jobs.
  public func tally(of id: ExperimentID) async throws -> ExperimentTally {
    try await read { db in
      let tally = try db.row(.findTally, ["eid": id.rawValue]) { row in
        ExperimentTally(
          jobs: [
            .pending: row["pending"], .running: row["running"], .finished: row["finished"],
            .failed: row["failed"], .earlyStopped: row["early_stopped"],
            .cancelled: row["cancelled"],
          ],
          attempts: row["attempts"],
          attemptTime: .microseconds(row["attempt_microseconds"] as Int64))
      }
      guard let tally else { throw TrackingError.unknown(id) }
      return tally
    }
  }

  /// Keeps a message with its time; the first is the headline.
  public func logErrorMessage(_ message: String, for id: ExperimentID) async throws {
    try await write { context in
      _ = try context.db.requireStatus(of: id)
      try context.db.run(
        .insertMessage,
        [
          "eids": jsonList([id]), "now": context.now.microseconds,
          "message": storable(message),
        ])
    }
  }

  /// All messages in the order in which they were logged.
  public func errorMessages(of id: ExperimentID) async throws -> [ExperimentMessage] {
    try await read { db in
      _ = try db.requireStatus(of: id)
      return try db.rows(.listMessages, ["eid": id.rawValue]) { row in
        ExperimentMessage(time: Timestamp(row, "logged"), text: row["message"])
      }
    }
  }
}

/// A text that came out of a job, fit for a column: SQLite's C strings end at a NUL.
func storable(_ text: String) -> String {
  guard text.utf8.contains(0) else { return text }
  return String(
    decoding: text.utf8.flatMap { $0 == 0 ? Array("\u{FFFD}".utf8) : [$0] }, as: UTF8.self)
}

extension ExperimentRequest {
  /// Refuses what makes no sense.
  fileprivate func validate() throws {
    func refuse(_ reason: String) -> TrackingError {
      TrackingError(.invalidRequest, "Cannot record the experiment: \(reason).")
    }
    if user.isEmpty { throw refuse("its user has no name") }
    if name.isEmpty { throw refuse("its name is empty") }
    for text in [user, name] + labels where text.utf8.contains(0) {
      throw refuse("a name holds a NUL")
    }
    guard Set(labels).count == labels.count else { throw refuse("a label stands twice") }
  }
}

extension Database {
  /// The status of an experiment that must be there.
  func requireStatus(of id: ExperimentID) throws -> ExperimentStatus {
    let status = try columns(.findExperimentStatus, ["eid": id.rawValue]) { $0.text(0) }.first
    guard let status else { throw TrackingError.unknown(id) }
    return try ExperimentStatus(recorded: status)
  }
}

extension WriteContext {
  /// Records an experiment under a name that is free; one with a session is RUNNING.
  fileprivate func insert(
    _ request: ExperimentRequest, session: SessionID?
  ) throws -> ExperimentID {
    let name = try db.value(.findFreeExperimentName, ["name": request.name], as: String.self)
    let user =
      try db.value(.findUser, ["name": request.user], as: Int64.self)
      ?? db.value(.insertUser, ["name": request.user], as: Int64.self)
    let status: ExperimentStatus = session == nil ? .created : .running
    let labels = JSONValue.array(request.labels.map(JSONValue.string))
    let ids: [ExperimentID] = try db.identifiers(
      .insertExperiment,
      [
        "uid": user, "name": name ?? request.name, "status": status.rawValue,
        "goal": request.goal.rawValue, "labels": labels.serialized(),
        "configuration": request.configuration.serialized(),
        "search_space": request.searchSpace.serialized(),
        "seed": request.seed.map(Int64.init(bitPattern:)), "now": now.microseconds,
        "sid": session?.rawValue,
      ])
    return ids[0]
  }
}
