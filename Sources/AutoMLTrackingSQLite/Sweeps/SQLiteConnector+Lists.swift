public import AutoMLModel
import AutoMLQueries
public import AutoMLTracking
import GRDB

extension SQLiteConnector {
  /// Puts combinations on the list of a sweep, instead of those that are on it.
  public func setCombinations(
    _ entries: some Collection<SweepEntry> & Sendable, ofSweep name: String
  ) async throws -> SweepRecord {
    guard !name.isEmpty else { throw TrackingError.namelessSweep }
    return try await write(isLong: true) { context in
      try context.setList(entries, of: name)
      return try context.db.requireSweep(named: name)
    }
  }

  /// Records a sweep of a new name, with its list.
  public func createSweep(
    named name: String, of entries: some Collection<SweepEntry> & Sendable
  ) async throws -> SweepRecord {
    guard !name.isEmpty else { throw TrackingError.namelessSweep }
    return try await write(isLong: true) { context in
      let known = try context.db.columns(.findSweepList, ["name": name]) { _ in true }
      guard known.isEmpty else { throw TrackingError.sweepExists(name) }
      try context.setList(entries, of: name)
      return try context.db.requireSweep(named: name)
    }
  }

  /// Finds combinations by what they are.
  public func findCombinations(
    _ entries: [SweepEntry], of sweep: SweepID
  ) async throws -> [CombinationID?] {
    try await read { db in
      try db.requireSweep(sweep)
      let list = try CombinationList(db, sweep)
      return try entries.map { try list.find($0)?.id }
    }
  }

  /// Remembers combinations that are on no list as done, should they ever be on one.
  public func rememberAsDone(_ entries: [SweepEntry], of sweep: SweepID) async throws {
    try await write(isLong: true) { context in
      try context.db.requireSweep(sweep)
      let list = try CombinationList(context.db, sweep)
      for entry in entries {
        if let known = try list.find(entry) {
          try context.db.run(.endCombination, ["cid": known.id.rawValue])
        } else {
          try list.insertDone(entry)
        }
      }
    }
  }
}

extension TrackingError {
  fileprivate static let namelessSweep = Self(.invalidRequest, "A sweep needs a name.")
}

extension WriteContext {
  /// Memory for the pages of a list that is being written, in KiB: the index of digests is filled
  /// in no order, and pages that go to the disk in between come back again and again.
  private static let cacheForLists = 100_000

  fileprivate func setList(
    _ entries: some Collection<SweepEntry> & Sendable, of name: String
  ) throws {
    try db.run(.insertSweep, ["name": name, "now": now.microseconds])
    let found = try db.columns(.findSweepList, ["name": name]) { row in
      (id: SweepID(rawValue: row[0]), total: row[1], fingerprint: row[2], isNew: row[3] == 0)
    }
    guard let sweep = found.first else { throw TrackingError.unknownSweep(name) }
    if !sweep.isNew || entries.isEmpty {
      var fingerprint = ListFingerprint()
      EntriesAhead.read(entries) { fingerprint.add($0) }
      if fingerprint.value == sweep.fingerprint { return }
    }
    let cache = try Int.fetchOne(db, sql: "PRAGMA cache_size") ?? -4_000
    try db.execute(sql: "PRAGMA cache_size = -\(Self.cacheForLists)")
    defer { try? db.execute(sql: "PRAGMA cache_size = \(cache)") }
    var list = try CombinationList(db, sweep.id)
    if !sweep.isNew { try db.run(.unlistCombinations, ["swid": sweep.id.rawValue]) }
    var fingerprint = ListFingerprint()
    try EntriesAhead.read(entries) { entry in
      fingerprint.add(entry)
      try list.append(entry, isNew: sweep.isNew)
    }
    try list.finish()
    if !sweep.isNew { try db.run(.forgetCombinations, ["swid": sweep.id.rawValue]) }
    try db.run(
      .setSweepList,
      ["swid": sweep.id.rawValue, "total": list.count, "fingerprint": fingerprint.value])
  }
}

/// Tells one list from another; that of the empty list is 0.
private struct ListFingerprint {
  private(set) var value: Int64 = 0

  /// Takes in the next entry, whose place counts.
  mutating func add(_ entry: SweepEntry) {
    let bits = UInt64(bitPattern: value)
    let mixed = (bits << 5 | bits >> 59) ^ UInt64(bitPattern: entry.digest)
    value = Int64(bitPattern: mixed &* 0x9E37_79B9_7F4A_7C15 | 1)
  }
}
