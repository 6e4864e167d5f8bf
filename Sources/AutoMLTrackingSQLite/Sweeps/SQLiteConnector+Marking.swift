public import AutoMLModel
import AutoMLQueries
public import AutoMLTracking
import GRDB

extension SQLiteConnector {
  /// Changes the state of combinations, all or none.
  public func markCombinations(
    _ marks: [CombinationMark], of sweep: SweepID, as marking: CombinationMarking
  ) async throws -> Int {
    try await write(isLong: marks.count > Self.fewRows) { context in
      if marks.isEmpty { try context.db.requireSweep(sweep) }
      let session = try context.session(for: marking)
      let marker = try CombinationMarker(
        context.db, sweep, as: marking, session, now: context.now)
      var changed = 0
      for mark in marks where try marker.mark(mark) { changed += 1 }
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
    return try await write(isLong: marks.count > Self.fewRows) { context in
      if marks.isEmpty { try context.db.requireSweep(sweep) }
      let end = context.now.advanced(by: duration).microseconds
      var renewed = 0
      let states = try CombinationStates(context.db, sweep)
      for mark in marks {
        let state = try states.require(mark.id)
        guard state.status == .inProgress, state.isOf(mark) else { continue }
        try context.db.run(
          .renewCombination, ["cid": mark.id.rawValue, "lease_until": end])
        renewed += 1
      }
      return renewed
    }
  }
}

extension WriteContext {
  /// The session that a mark is bound to, if any.
  fileprivate mutating func session(for marking: CombinationMarking) throws -> SessionID? {
    if case .skipped(persistently: false) = marking { try requireSession() } else { nil }
  }
}
