public import AutoMLModel
import AutoMLQueries
import AutoMLTracking
import GRDB

/// The answer to a question in SQL.
public struct QueryAnswer: Hashable, Sendable {
  /// The names of the columns.
  public let columns: [String]
  /// The rows; a blob is shown as hexadecimal text.
  public let rows: [[JSONValue]]
  /// Whether there were more rows than were asked for.
  public let isTruncated: Bool
}

extension SQLiteConnector {
  private static let rules: [Query] = [
    .findBusyResourcesOfTheDead, .findMisheldResources, .findUnfreedAttempts,
    .findOverlappingAttempts, .findRunningJobsWithoutAttempt, .findRunningAttemptsWithoutJob,
    .findRunningAttemptsOfTheDead, .findActiveExperimentsOfTheDead, .findWrongTallies,
    .findWrongAttemptCounts, .findSecondLastSets, .findGapsInResults,
  ]

  /// Looks for damage and for data that contradict each other.
  ///
  /// - Returns: A sentence for each problem; none for a sound store.
  /// - Throws: ``TrackingError`` when the file cannot be read at all.
  public func check() async throws -> [String] {
    try await read { db in
      var problems = try String.fetchAll(db, sql: "PRAGMA integrity_check").filter { $0 != "ok" }
      problems += try Row.fetchAll(db, sql: "PRAGMA foreign_key_check").map { row in
        let table: String = row["table"]
        let parent: String = row["parent"]
        let place = (row["rowid"] as Int64?).map { " \($0)" } ?? ""
        return "\(table)\(place) refers to a \(parent) that is not there"
      }
      for rule in Self.rules { problems += try db.values(rule, as: String.self) }
      return problems
    }
  }

  /// Asks a question in SQL on a connection of its own that can change nothing.
  ///
  /// - Parameter limit: At most this many rows.
  /// - Throws: ``TrackingError`` `.invalidRequest` for text that is not exactly one statement
  ///   that reads, or that SQLite does not understand.
  public func query(sql: String, limit: Int = 1_000) async throws -> QueryAnswer {
    if isClosed { throw TrackingError.closed }
    var settings = Configuration()
    settings.readonly = true
    settings.busyMode = .timeout(1)
    settings.prepareDatabase { try $0.execute(sql: "PRAGMA query_only = ON") }
    do {
      let queue = try DatabaseQueue(
        path: try DatabaseFile(path: path).pathForReading, configuration: settings)
      defer { try? queue.close() }
      return try await queue.read { db in try Self.answer(sql, limit: max(0, limit), db) }
    } catch let error as DatabaseError
      where [.SQLITE_ERROR, .SQLITE_MISUSE, .SQLITE_AUTH].contains(error.resultCode)
    {
      throw TrackingError(
        .invalidRequest, "The question cannot be answered: \(error.message ?? "no details").",
        underlying: error)
    } catch {
      throw TrackingError(storage: error, path: path)
    }
  }

  private static func answer(_ sql: String, limit: Int, _ db: Database) throws -> QueryAnswer {
    let statement = try db.makeStatement(sql: sql)
    guard statement.isReadonly, statement.columnCount > 0 else {
      throw TrackingError(.invalidRequest, "Only statements that read are allowed here.")
    }
    var rows: [[JSONValue]] = []
    var isTruncated = false
    let cursor = try Row.fetchCursor(statement)
    while let row = try cursor.next() {
      if rows.count == limit {
        isTruncated = true
        break
      }
      rows.append(row.map { _, value in JSONValue(value) })
    }
    return QueryAnswer(columns: statement.columnNames, rows: rows, isTruncated: isTruncated)
  }
}

extension JSONValue {
  fileprivate init(_ value: DatabaseValue) {
    switch value.storage {
    case .null: self = .null
    case .int64(let number): self = .integer(number)
    case .double(let number): self = .number(number)
    case .string(let text): self = .string(text)
    case .blob(let bytes):
      self = .string(
        bytes.map { byte in
          let digits = String(byte, radix: 16)
          return byte < 16 ? "0" + digits : digits
        }.joined())
    }
  }
}
