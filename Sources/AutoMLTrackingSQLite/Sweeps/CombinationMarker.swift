import AutoMLModel
import AutoMLQueries
import AutoMLTracking
import GRDB

/// What is known of a combination that is to be marked.
struct CombinationState {
  let status: CombinationStatus
  let timesTaken: Int

  /// Whether the hold that a mark speaks of is the last one.
  func isOf(_ mark: CombinationMark) -> Bool {
    mark.timesTaken == nil || mark.timesTaken == timesTaken
  }
}

/// The states of a sweep's combinations, looked up by their ids.
///
/// Like its statement it belongs to one access to the connection.
struct CombinationStates {
  private let db: Database
  private let sweep: SweepID
  private let statement: DirectStatement
  private let combination: DirectStatement.Parameter

  init(_ db: Database, _ sweep: SweepID) throws {
    self.db = db
    self.sweep = sweep
    statement = try DirectStatement(.findCombinationState, db)
    try statement.bind(sweep.rawValue, to: statement.parameter(":swid"))
    combination = statement.parameter(":cid")
  }

  /// The state of a combination, which must belong to the sweep.
  func require(_ id: CombinationID) throws -> CombinationState {
    try statement.bind(id.rawValue, to: combination)
    let found = try statement.firstRow { row in (status: row.text(0), timesTaken: Int(row[1])) }
    guard let found else {
      try db.requireSweep(sweep)
      throw TrackingError.unknown(id)
    }
    return CombinationState(
      status: try CombinationStatus(recorded: found.status), timesTaken: found.timesTaken)
  }
}

/// Changes the states of any number of combinations in the same way.
///
/// Like its statements it belongs to one access to the connection.
struct CombinationMarker {
  private let states: CombinationStates
  private let marking: CombinationMarking
  private let change: DirectStatement
  private let combination: DirectStatement.Parameter

  /// - Parameter session: In whose run combinations are skipped, unless they stay so.
  init(
    _ db: Database, _ sweep: SweepID, as marking: CombinationMarking, _ session: SessionID?,
    now: Timestamp
  ) throws {
    states = try CombinationStates(db, sweep)
    self.marking = marking
    switch marking {
    case .done: change = try DirectStatement(.endCombination, db)
    case .remaining: change = try DirectStatement(.returnCombination, db)
    case .skipped:
      change = try DirectStatement(.skipCombination, db)
      try change.bind(["cid": 0 as Int64, "now": now.microseconds, "sid": session?.rawValue])
    }
    combination = change.parameter(":cid")
  }

  /// Changes the state of one combination.
  ///
  /// - Returns: Whether it is another one than before.
  func mark(_ mark: CombinationMark) throws -> Bool {
    let state = try states.require(mark.id)
    switch marking {
    case .done: guard state.status != .done else { return false }
    case .skipped:
      guard state.status.canBecome(.skipped), state.isOf(mark) else { return false }
    case .remaining:
      guard [.inProgress, .skipped].contains(state.status), state.isOf(mark) else { return false }
    }
    try change.bind(mark.id.rawValue, to: combination)
    try change.run()
    return true
  }
}
