public import AutoMLModel
import AutoMLQueries
public import AutoMLTracking
import GRDB

extension SQLiteConnector {
  /// Changes the state of combinations, all or none.
  public func markCombinations(
    _ marks: [CombinationMark], of sweep: SweepID, as marking: CombinationMarking
  ) async throws -> Int {
    try await write { context in
      if marks.isEmpty { try context.db.requireSweep(sweep) }
      var changed = 0
      for mark in marks where try context.mark(mark, of: sweep, as: marking) { changed += 1 }
      return changed
    }
  }

  /// Lengthens the leases of combinations that are still held so.
  public func renewCombinations(
    _ marks: [CombinationMark], of sweep: SweepID, for duration: Duration
  ) async throws -> Int {
    guard duration > .zero else {
      throw TrackingError(.invalidRequest, "A lease lasts longer than no time.")
    }
    return try await write { context in
      if marks.isEmpty { try context.db.requireSweep(sweep) }
      let end = context.now.advanced(by: duration).microseconds
      var renewed = 0
      for mark in marks {
        let state = try context.db.requireState(of: mark.id, in: sweep)
        guard state.status == .inProgress, state.isOf(mark) else { continue }
        try context.db.run(
          .renewCombination, ["cid": mark.id.rawValue, "lease_until": end])
        renewed += 1
      }
      return renewed
    }
  }
}

/// What is known of a combination that is to be marked.
struct CombinationState {
  let status: CombinationStatus
  let timesTaken: Int

  /// Whether the hold that a mark speaks of is the last one.
  func isOf(_ mark: CombinationMark) -> Bool {
    mark.timesTaken == nil || mark.timesTaken == timesTaken
  }
}

extension WriteContext {
  /// Changes the state of one combination.
  ///
  /// - Returns: Whether it is another one than before.
  fileprivate mutating func mark(
    _ mark: CombinationMark, of sweep: SweepID, as marking: CombinationMarking
  ) throws -> Bool {
    let state = try db.requireState(of: mark.id, in: sweep)
    let id = mark.id.rawValue
    switch marking {
    case .done:
      guard state.status != .done else { return false }
      try db.run(.endCombination, ["cid": id])
    case .skipped(let persistently):
      guard state.status.canBecome(.skipped), state.isOf(mark) else { return false }
      let session = persistently ? nil : try requireSession().rawValue
      try db.run(.skipCombination, ["cid": id, "now": now.microseconds, "sid": session])
    case .remaining:
      guard [.inProgress, .skipped].contains(state.status), state.isOf(mark) else { return false }
      try db.run(.returnCombination, ["cid": id])
    }
    return true
  }
}

extension Database {
  /// The state of a combination, which must belong to a sweep.
  func requireState(of id: CombinationID, in sweep: SweepID) throws -> CombinationState {
    let found = try columns(
      .findCombinationState, ["cid": id.rawValue, "swid": sweep.rawValue]
    ) { row in (status: row.text(0), timesTaken: Int(row[1])) }
    guard let state = found.first else {
      try requireSweep(sweep)
      throw TrackingError.unknown(id)
    }
    return CombinationState(
      status: try CombinationStatus(recorded: state.status), timesTaken: state.timesTaken)
  }
}
