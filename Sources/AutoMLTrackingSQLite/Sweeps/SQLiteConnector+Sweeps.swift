public import AutoMLModel
import AutoMLQueries
public import AutoMLTracking
import GRDB

extension SQLiteConnector {
  /// A recorded sweep.
  public func sweep(named name: String) async throws -> SweepRecord {
    try await read { try $0.requireSweep(named: name) }
  }

  /// All sweeps, by id.
  public func sweeps() async throws -> [SweepRecord] {
    try await read { db in
      try db.rows(.listSweeps, ["name": nil as String?], SweepRecord.init(row:))
    }
  }

  /// Forgets a sweep with all that was done in it.
  public func deleteSweep(_ id: SweepID) async throws {
    try await write(isLong: true) { context in
      try context.db.requireSweep(id)
      try context.returnLeases(of: id)
      let isWorkedOn = try context.db.isTrue(.isSweepInProgress, ["swid": id.rawValue])
      guard !isWorkedOn else {
        throw TrackingError(
          .invalidRequest,
          "Combinations of sweep \(id) are in progress; wait for them, or reset them first.")
      }
      try context.db.run(.deleteSweep, ["swid": id.rawValue])
    }
  }

  /// Has what was skipped for one run wait again.
  public func beginRun(ofSweep id: SweepID) async throws -> Int {
    try await write(isLong: true) { context in
      try context.db.requireSweep(id)
      let own = context.session?.rawValue
      return try context.db.columns(.returnSkipped, ["swid": id.rawValue, "sid": own]) { $0[0] }
        .count
    }
  }

  /// Has combinations wait again.
  public func resetSweep(_ id: SweepID, inProgress: Bool, done: Bool) async throws -> Int {
    try await write(isLong: true) { context in
      try context.db.requireSweep(id)
      var count = 0
      for status in [CombinationStatus.skipped] + (inProgress ? [.inProgress] : []) {
        count += try context.db.columns(
          .resetHeld, ["swid": id.rawValue, "status": status.rawValue]
        ) { $0[0] }.count
      }
      if done {
        count += try context.db.columns(.resetDone, ["swid": id.rawValue]) { $0[0] }.count
      }
      return count
    }
  }

  /// Reads the combinations of the list in its order, in one consistent state.
  public func readCombinations(
    of sweep: SweepID, in status: CombinationStatus?,
    _ body: @escaping @Sendable (CombinationRecord) throws -> Bool
  ) async throws {
    // The caller's own errors are none of the store.
    let failure: (any Error)? = try await read { db in
      try db.requireSweep(sweep)
      let cursor = try db.combinations(of: sweep, in: status)
      while let row = try cursor.next() {
        let record = try CombinationRecord(row: row)
        guard status == nil || record.status == status else { continue }
        do {
          guard try body(record) else { return nil }
        } catch {
          return error
        }
      }
      return nil
    }
    if let failure { throw failure }
  }
}

extension Database {
  /// The sweep of a name, with its counts.
  func requireSweep(named name: String) throws -> SweepRecord {
    guard let record = try row(.listSweeps, ["name": name], SweepRecord.init(row:)) else {
      throw TrackingError.unknownSweep(name)
    }
    return record
  }

  /// The combinations of a list in its order: those in a state, and perhaps others.
  fileprivate func combinations(
    of sweep: SweepID, in status: CombinationStatus?
  ) throws -> RowCursor {
    switch status {
    case nil, .done?: try cursor(.listCombinations, ["swid": sweep.rawValue])
    case .remaining?: try cursor(.listRemainingCombinations, ["swid": sweep.rawValue])
    case let held?:
      try cursor(
        .listHeldCombinations, ["swid": sweep.rawValue, "status": held.rawValue])
    }
  }

  /// Refuses a sweep that is not there.
  func requireSweep(_ id: SweepID) throws {
    guard try isTrue(.isSweep, ["swid": id.rawValue]) else { throw TrackingError.unknown(id) }
  }
}

extension SweepRecord {
  init(row: Row) {
    let total: Int = row["total"]
    let remaining: Int = row["remaining"]
    let inProgress: Int = row["in_progress"]
    let skipped: Int = row["skipped"]
    self.init(
      id: SweepID(row, "swid"), name: row["name"], created: Timestamp(row, "created"),
      counts: SweepCounts(
        total: total, remaining: remaining, skipped: skipped, inProgress: inProgress,
        done: total - remaining - skipped - inProgress))
  }
}

extension CombinationRecord {
  init(row: Row) throws {
    self.init(
      id: CombinationID(row, "cid"), position: row["position"],
      parameters: try ParameterSet(recorded: row["parameters"]),
      status: try CombinationStatus(row, "status"), timesTaken: row["times_taken"],
      heldSince: .optional(row, "held_since"), session: .optional(row, "sid"),
      owner: row["owner"], leaseUntil: .optional(row, "lease_until"))
  }
}

extension ParameterSet {
  /// Reads the parameters of a combination.
  ///
  /// - Throws: ``TrackingError`` `.corrupt`.
  init(recorded text: String) throws {
    guard let json = try? JSONValue(parsing: text), let parameters = ParameterSet(json) else {
      throw TrackingError(.corrupt, "The database holds a combination that is not one.")
    }
    self = parameters
  }
}
