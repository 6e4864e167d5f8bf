public import AutoMLModel
import AutoMLQueries
public import AutoMLTracking
import GRDB

extension SQLiteConnector {
  /// Hands out the first combinations that wait, in the order of the list.
  public func takeCombinations(
    of sweep: SweepID, count: Int, lease: CombinationLease
  ) async throws -> [TakenCombination] {
    let table = configuration.processTable
    return try await write(isLong: count > Self.fewRows) { context in
      guard count > 0 else {
        try context.db.requireSweep(sweep)
        return []
      }
      let waiting = try context.remaining(of: sweep, count)
      if waiting.isEmpty {
        try context.db.requireSweep(sweep)
        return []
      }
      return try context.hand(waiting, lease, table)
    }
  }

  /// Hands out those of some combinations that wait, in the given order.
  public func takeCombinations(
    _ ids: [CombinationID], of sweep: SweepID, limit: Int, lease: CombinationLease
  ) async throws -> [TakenCombination] {
    let table = configuration.processTable
    return try await write(isLong: ids.count > Self.fewRows) { context in
      try context.db.requireSweep(sweep)
      try context.returnLeases(of: sweep)
      var waiting: [RemainingRow] = []
      var seen: Set<CombinationID> = []
      let states = try CombinationStates(context.db, sweep)
      for id in ids {
        if waiting.count >= limit { break }
        guard seen.insert(id).inserted, try states.require(id).status == .remaining else {
          continue
        }
        waiting += try context.db.columns(.findRemaining, ["cid": id.rawValue], RemainingRow.init)
      }
      return waiting.isEmpty ? [] : try context.hand(waiting, lease, table)
    }
  }
}

/// A combination that waits.
private struct RemainingRow {
  let id: CombinationID
  let timesTaken: Int
  let parameters: String

  init(_ row: borrowing DirectStatement.Columns) {
    id = CombinationID(rawValue: row[0])
    timesTaken = Int(row[1])
    parameters = row.text(2)
  }
}

extension WriteContext {
  /// Has the combinations wait whose leases are over.
  func returnLeases(of sweep: SweepID) throws {
    try db.run(.returnLeases, ["swid": sweep.rawValue, "now": now.microseconds])
  }

  /// The first combinations that wait, with those whose leases are over.
  fileprivate func remaining(of sweep: SweepID, _ count: Int) throws -> [RemainingRow] {
    var isLeaseOver: Bool?
    let rows = try db.columns(
      .listRemaining, ["swid": sweep.rawValue, "now": now.microseconds, "limit": count]
    ) { row in
      isLeaseOver = row[3] != 0
      return RemainingRow(row)
    }
    guard
      try isLeaseOver
        ?? db.isTrue(.isLeaseOver, ["swid": sweep.rawValue, "now": now.microseconds])
    else { return rows }
    try returnLeases(of: sweep)
    return try remaining(of: sweep, count)
  }

  fileprivate mutating func hand(
    _ waiting: [RemainingRow], _ lease: CombinationLease, _ table: any ProcessInspecting
  ) throws -> [TakenCombination] {
    let holder = try session(for: lease, table)
    let end = lease.duration.map { now.advanced(by: $0).microseconds }
    let owner = lease.owner.map { storable($0) }
    let statement = try DirectStatement(.holdCombination, db)
    try statement.bind([
      "cid": 0 as Int64, "now": now.microseconds, "sid": holder?.rawValue, "owner": owner,
      "lease_until": end,
    ])
    let id = statement.parameter(":cid")
    return try waiting.map { row in
      try statement.bind(row.id.rawValue, to: id)
      try statement.run()
      return TakenCombination(
        id: row.id, parameters: try ParameterSet(recorded: row.parameters),
        timesTaken: row.timesTaken + 1)
    }
  }

  private mutating func session(
    for lease: CombinationLease, _ table: any ProcessInspecting
  ) throws -> SessionID? {
    if let duration = lease.duration, duration <= .zero {
      throw TrackingError(.invalidRequest, "A lease lasts longer than no time.")
    }
    switch lease.bond {
    case .session: return try requireSession()
    case .process(let process):
      guard let start = table.startTime(of: process) else {
        throw TrackingError(.invalidRequest, "There is no process \(process) on this host.")
      }
      return try requireSession(
        of: ProcessIdentity(
          host: identity.host, bootID: identity.bootID, processID: process, startTime: start),
        until: now.advanced(by: lease.duration ?? .zero))
    case .none:
      guard lease.duration != nil else {
        throw TrackingError(
          .invalidRequest, "Combinations that are bound to nobody need a lease that ends.")
      }
      return nil
    }
  }

  /// The session of another process of this host, registered now if it has none.
  ///
  /// Others cannot look for the process from within another process namespace; so it counts as
  /// having given a sign of life at the end of its lease.
  private func requireSession(
    of process: ProcessIdentity, until end: Timestamp
  ) throws -> SessionID {
    let live = try db.rows(.listLiveSessions, [:], SessionRecord.init(row:))
    let known = live.first {
      $0.host == process.host && $0.bootID == process.bootID
        && $0.processID == process.processID && $0.processStartTime == process.startTime
    }
    let id = try known?.id ?? register(process)
    try db.run(
      .beatSession,
      ["sid": id.rawValue, "now": max(end, known?.heartbeat ?? now).microseconds])
    return id
  }
}
