import AutoMLQueries
import GRDB
import GRDBSQLite

/// A statement that is bound and stepped with SQLite's own functions, number by number.
///
/// GRDB's arguments and cursors cost as much as a small insert itself. The statement is
/// nevertheless GRDB's, from the cache of its connection, and must not be kept longer than one
/// access to the connection. GRDB learns nothing of its execution, so it must not change the schema,
/// and GRDB's observers and its date of transactions are not to be used with it.
struct DirectStatement {
  /// The place of a named parameter, from 1.
  struct Parameter {
    fileprivate let place: CInt
  }

  private let statement: Statement
  private var handle: SQLiteStatement { statement.sqliteStatement }

  init(_ query: Query, _ db: Database) throws {
    try self.init(sql: query.text, db)
  }

  /// - Parameter sql: One statement, as it is in the program.
  init(sql: String, _ db: Database) throws {
    statement = try db.cachedStatement(sql: sql)
  }

  /// Finds a parameter by its name with its colon; binding one that is missing throws.
  func parameter(_ name: StaticString) -> Parameter {
    name.withUTF8Buffer { bytes in
      bytes.withMemoryRebound(to: CChar.self) { letters in
        Parameter(place: sqlite3_bind_parameter_index(handle, letters.baseAddress))
      }
    }
  }

  /// Finds the parameters of the rows of an insert, whose names end with `_0` and so on.
  func parameters(_ name: String, rows: Int) -> [Parameter] {
    (0..<rows).map { row in
      Parameter(place: sqlite3_bind_parameter_index(handle, "\(name)_\(row)"))
    }
  }

  /// Binds a whole number, until another is bound.
  func bind(_ value: Int64, to parameter: Parameter) throws {
    try check(sqlite3_bind_int64(handle, parameter.place, value))
  }

  /// Binds a number, until another is bound.
  func bind(_ value: Double, to parameter: Parameter) throws {
    try check(sqlite3_bind_double(handle, parameter.place, value))
  }

  /// Binds a text, which is copied, until another is bound.
  func bind(_ value: String, to parameter: Parameter) throws {
    try check(value.bind(to: handle, at: parameter.place))
  }

  /// Reads the first row with a closure, or gives nil when there is none.
  ///
  /// Only for statements that change nothing: the rest of the answer is dropped.
  func firstRow<Value>(_ read: (borrowing Columns) -> Value) throws -> Value? {
    defer { sqlite3_reset(handle) }
    switch sqlite3_step(handle) {
    case SQLITE_ROW: return read(Columns(handle: handle))
    case SQLITE_DONE: return nil
    case let code: throw failure(code)
    }
  }

  /// Binds every parameter by its name.
  func bind(_ arguments: QueryArguments) throws {
    let code = arguments.bind(to: handle)
    guard code != SQLITE_RANGE else {
      throw DatabaseError(
        resultCode: .SQLITE_RANGE, message: "a parameter has no value", sql: statement.sql)
    }
    try check(code)
  }

  /// Runs it to its end and reads a value of each row, if it gives any.
  func run<Value>(_ read: (borrowing Columns) -> Value) throws -> [Value] {
    defer { sqlite3_reset(handle) }
    var values: [Value] = []
    while true {
      switch sqlite3_step(handle) {
      case SQLITE_ROW: values.append(read(Columns(handle: handle)))
      case SQLITE_DONE: return values
      case let code: throw failure(code)
      }
    }
  }

  /// Runs it to its end.
  func run() throws {
    defer { sqlite3_reset(handle) }
    while true {
      switch sqlite3_step(handle) {
      case SQLITE_ROW: continue
      case SQLITE_DONE: return
      case let code: throw failure(code)
      }
    }
  }

  /// Runs an insert of one row.
  ///
  /// - Returns: The row's id.
  func insertRow() throws -> Int64 {
    defer { sqlite3_reset(handle) }
    let code = sqlite3_step(handle)
    guard code == SQLITE_DONE else { throw failure(code) }
    return sqlite3_last_insert_rowid(sqlite3_db_handle(handle))
  }

  /// The values of a row, while the statement stands on it.
  struct Columns: ~Copyable {
    fileprivate let handle: SQLiteStatement

    /// The whole number in a column, from 0; 0 for NULL.
    subscript(column: CInt) -> Int64 { sqlite3_column_int64(handle, column) }

    /// The text in a column; empty for NULL.
    func text(_ column: CInt) -> String {
      sqlite3_column_text(handle, column).map { String(cString: $0) } ?? ""
    }

    /// The number in a column, or nil for NULL.
    func number(_ column: CInt) -> Double? {
      sqlite3_column_type(handle, column) == SQLITE_NULL
        ? nil : sqlite3_column_double(handle, column)
    }
  }

  private func check(_ code: CInt) throws {
    guard code == SQLITE_OK else { throw failure(code) }
  }

  private func failure(_ code: CInt) -> DatabaseError {
    DatabaseError(
      resultCode: ResultCode(rawValue: code),
      message: String(cString: sqlite3_errmsg(sqlite3_db_handle(handle))), sql: statement.sql)
  }
}
