public import AutoMLModel
import AutoMLTracking
import Foundation
import GRDB

/// The answer to a question in SQL.
public struct QueryAnswer: Hashable, Sendable {
  /// The names of the columns, each once: one that stands there again is `name:2`, and so on.
  public let columns: [String]
  /// The rows; a blob is shown as hexadecimal text.
  public let rows: [[JSONValue]]
  /// Whether there were more rows than were asked for.
  public let isTruncated: Bool
}

extension SQLiteConnector {
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
      where [.SQLITE_ERROR, .SQLITE_MISUSE, .SQLITE_AUTH, .SQLITE_TOOBIG]
      .contains(error.resultCode)
    {
      throw TrackingError(
        .invalidRequest, "The question cannot be answered: \(error.message ?? "no details").",
        underlying: error)
    } catch {
      throw TrackingError(storage: error, path: path)
    }
  }

  private static func answer(_ sql: String, limit: Int, _ db: Database) throws -> QueryAnswer {
    let statement = try onlyStatement(sql, db)
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
      rows.append(
        row.databaseValues.enumerated().map { index, value in
          // A text made of a value ends at its first NUL, one made of bytes does not.
          if case .string = value.storage {
            return .string(String(decoding: row[index] as Data, as: UTF8.self))
          }
          return JSONValue(value)
        })
    }
    return QueryAnswer(
      columns: distinct(statement.columnNames), rows: rows, isTruncated: isTruncated)
  }

  private static func onlyStatement(_ sql: String, _ db: Database) throws -> Statement {
    let statements = try db.allStatements(sql: sql)
    guard let statement = try statements.next() else {
      throw TrackingError(.invalidRequest, "There is no statement.")
    }
    // What follows may make no sense at all.
    let next = Result { try statements.next() }
    guard case .success(nil) = next else {
      throw TrackingError(.invalidRequest, "Only one statement is allowed.")
    }
    return statement
  }

  /// Numbers names that stand there again.
  private static func distinct(_ names: [String]) -> [String] {
    let given = Set(names)
    var taken: Set<String> = []
    return names.map { name in
      if taken.insert(name).inserted { return name }
      var number = 2
      while given.contains("\(name):\(number)") || taken.contains("\(name):\(number)") {
        number += 1
      }
      taken.insert("\(name):\(number)")
      return "\(name):\(number)"
    }
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
