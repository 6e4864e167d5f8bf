import AutoMLModel
import AutoMLQueries
import AutoMLTracking
import GRDB

/// Puts new combinations on a list, many with one statement.
///
/// Nothing that was appended can be found before it is flushed. Like its statements it belongs to
/// one access to the connection.
struct CombinationInserter {
  /// How many rows `insert_combinations.sql` writes.
  private static let rows = 32

  private let one: DirectStatement
  private let many: DirectStatement
  private let beginning: DirectStatement.Parameter
  private let digests: [DirectStatement.Parameter]
  private let parameters: [DirectStatement.Parameter]
  private var waiting: [SweepEntry] = []
  /// The position of the first one that waits.
  private var first = 0

  init(_ db: Database, _ sweep: SweepID) throws {
    one = try DirectStatement(.insertCombination, db)
    many = try DirectStatement(.insertCombinations, db)
    try one.bind(sweep.rawValue, to: one.parameter(":swid"))
    try many.bind(sweep.rawValue, to: many.parameter(":swid"))
    beginning = many.parameter(":position")
    digests = many.parameters(":digest", rows: Self.rows)
    parameters = many.parameters(":parameters", rows: Self.rows)
    waiting.reserveCapacity(Self.rows)
  }

  /// Whether one with this digest waits to be written.
  func holds(_ digest: Int64) -> Bool { waiting.contains { $0.digest == digest } }

  /// Puts a combination at a position behind those that it was given before.
  mutating func append(_ entry: SweepEntry, at position: Int) throws {
    if position != first + waiting.count { try flush() }
    if waiting.isEmpty { first = position }
    waiting.append(entry)
    guard waiting.count == Self.rows else { return }
    try many.bind(Int64(first), to: beginning)
    for (row, entry) in waiting.enumerated() {
      try many.bind(entry.digest, to: digests[row])
      try many.bind(entry.parameters, to: parameters[row])
    }
    try refusing { try many.run() }
    waiting.removeAll(keepingCapacity: true)
  }

  /// Writes those that wait.
  mutating func flush() throws {
    for (row, entry) in waiting.enumerated() {
      try one.bind(Int64(first + row), to: one.parameter(":position"))
      try one.bind(entry.digest, to: one.parameter(":digest"))
      try one.bind(entry.parameters, to: one.parameter(":parameters"))
      try refusing { try one.run() }
    }
    waiting.removeAll(keepingCapacity: true)
  }
}

/// Says what the schema means when it refuses what is no object, or not even JSON.
func refusing(_ body: () throws -> Void) throws {
  do {
    try body()
  } catch let error as DatabaseError where error.extendedResultCode == .SQLITE_CONSTRAINT_CHECK {
    throw TrackingError.noCombination(error)
  } catch let error as DatabaseError where error.message?.contains("malformed JSON") == true {
    throw TrackingError.noCombination(error)
  }
}

extension TrackingError {
  /// Parameters that are none.
  static func noCombination(_ error: (any Error)? = nil) -> Self {
    Self(.invalidRequest, "The parameters of a combination are a JSON object.", underlying: error)
  }
}
