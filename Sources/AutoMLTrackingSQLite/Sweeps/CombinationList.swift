import AutoMLModel
import AutoMLQueries
import AutoMLTracking
import GRDB

/// The combinations of one sweep, found and added by what they are.
struct CombinationList {
  private let db: Database
  private let sweep: SweepID
  private var inserter: CombinationInserter
  /// The digests of a list that is written for the first time.
  private var digests: Set<Int64> = []
  /// How many combinations are on the list.
  private(set) var count = 0

  init(_ db: Database, _ sweep: SweepID) throws {
    self.db = db
    self.sweep = sweep
    inserter = try CombinationInserter(db, sweep)
  }

  /// A known combination.
  struct Known {
    let id: CombinationID
    let isListed: Bool
  }

  /// Finds a combination, whether or not it is on the list; the order of its factors makes no
  /// other one.
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
    guard let wanted = try? ParameterSet(recorded: entry.parameters) else {
      throw TrackingError.noCombination()
    }
    return try alike.first {
      Set(try ParameterSet(recorded: $0.parameters).entries) == Set(wanted.entries)
    }?.known
  }

  /// Puts a combination on the list, unless it is there; ``finish()`` is to follow the last.
  ///
  /// - Parameter isNew: Whether nothing was known of the sweep before its list was begun.
  mutating func append(_ entry: SweepEntry, isNew: Bool) throws {
    let mayBeKnown = isNew ? !digests.insert(entry.digest).inserted : true
    if mayBeKnown {
      if inserter.holds(entry.digest) { try inserter.flush() }
      if let known = try find(entry) {
        if known.isListed { return }
        try db.run(
          .placeCombination,
          ["cid": known.id.rawValue, "position": count, "parameters": entry.parameters])
        count += 1
        return
      }
    }
    try inserter.append(entry, at: count)
    count += 1
  }

  /// Writes what has not been written yet.
  mutating func finish() throws { try inserter.flush() }

  /// Remembers an unknown combination as done.
  func insertDone(_ entry: SweepEntry) throws {
    try refusing {
      try db.run(
        .insertDoneCombination,
        ["swid": sweep.rawValue, "digest": entry.digest, "parameters": entry.parameters])
    }
  }
}
