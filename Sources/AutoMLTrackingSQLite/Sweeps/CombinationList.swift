import AutoMLModel
import AutoMLQueries
import AutoMLTracking
import GRDB

/// The combinations of one sweep, found and added by what they are.
struct CombinationList {
  private let db: Database
  private let sweep: SweepID
  private let insertion: DirectStatement
  private let position: DirectStatement.Parameter
  private let digest: DirectStatement.Parameter
  private let parameters: DirectStatement.Parameter
  /// The digests of a list that is written for the first time.
  private var digests: Set<Int64> = []
  /// How many combinations are on the list.
  private(set) var count = 0

  init(_ db: Database, _ sweep: SweepID) throws {
    self.db = db
    self.sweep = sweep
    insertion = try DirectStatement(.insertCombination, db)
    try insertion.bind(sweep.rawValue, to: insertion.parameter(":swid"))
    position = insertion.parameter(":position")
    digest = insertion.parameter(":digest")
    parameters = insertion.parameter(":parameters")
  }

  /// A known combination.
  struct Known {
    let id: CombinationID
    let isListed: Bool
  }

  /// Finds a combination, whether or not it is on the list.
  func find(_ entry: SweepEntry) throws -> Known? {
    let alike = try db.columns(
      .findCombinations, ["swid": sweep.rawValue, "digest": entry.digest]
    ) { row in
      (
        known: Known(id: CombinationID(rawValue: row[0]), isListed: row[2] != 0),
        parameters: row.text(1)
      )
    }
    if alike.isEmpty { return nil }
    if let same = alike.first(where: { $0.parameters == entry.parameters }) { return same.known }
    guard let wanted = try? ParameterSet(recorded: entry.parameters) else { throw Self.noObject() }
    return try alike.first {
      Set(try ParameterSet(recorded: $0.parameters).entries) == Set(wanted.entries)
    }?.known
  }

  /// Puts a combination on the list, unless it is there.
  ///
  /// - Parameter isNew: Whether nothing was known of the sweep before its list was begun.
  mutating func append(_ entry: SweepEntry, isNew: Bool) throws {
    let mayBeKnown = isNew ? !digests.insert(entry.digest).inserted : true
    if mayBeKnown, let known = try find(entry) {
      if known.isListed { return }
      try db.run(
        .placeCombination,
        ["cid": known.id.rawValue, "position": count, "parameters": entry.parameters])
    } else {
      try insert(entry)
    }
    count += 1
  }

  /// Remembers an unknown combination as done.
  func insertDone(_ entry: SweepEntry) throws {
    try refusing {
      try db.run(
        .insertDoneCombination,
        ["swid": sweep.rawValue, "digest": entry.digest, "parameters": entry.parameters])
    }
  }

  private func insert(_ entry: SweepEntry) throws {
    try refusing {
      try insertion.bind(Int64(count), to: position)
      try insertion.bind(entry.digest, to: digest)
      try insertion.bind(entry.parameters, to: parameters)
      _ = try insertion.insertRow()
    }
  }

  /// The schema refuses what is no object, or not even JSON.
  private func refusing(_ body: () throws -> Void) throws {
    do {
      try body()
    } catch let error as DatabaseError where error.resultCode == .SQLITE_CONSTRAINT {
      throw Self.noObject(error)
    } catch let error as DatabaseError where error.message?.contains("malformed JSON") == true {
      throw Self.noObject(error)
    }
  }

  private static func noObject(_ error: (any Error)? = nil) -> TrackingError {
    TrackingError(
      .invalidRequest, "The parameters of a combination are a JSON object.", underlying: error)
  }
}
