import GRDB
import GRDBSQLite

/// The values of a statement's named parameters, named without their colons.
struct QueryArguments: ExpressibleByDictionaryLiteral {
  private let values: [(name: StaticString, value: (any QueryValue)?)]

  init(dictionaryLiteral elements: (StaticString, (any QueryValue)?)...) {
    values = elements.map { (name: $0.0, value: $0.1) }
  }

  /// The values as GRDB takes them.
  var forGRDB: StatementArguments {
    StatementArguments(
      Dictionary(
        values.map { ("\($0.name)", $0.value) }, uniquingKeysWith: { first, _ in first }))
  }

  /// Binds every parameter of a statement.
  ///
  /// - Returns: SQLite's code; `SQLITE_RANGE` when a parameter has no value here.
  func bind(to statement: SQLiteStatement) -> CInt {
    let count = sqlite3_bind_parameter_count(statement)
    guard count > 0 else { return SQLITE_OK }
    for place in 1...count {
      guard let name = sqlite3_bind_parameter_name(statement, place),
        let found = index(of: name + 1, Int(place) - 1)
      else { return SQLITE_RANGE }
      let code =
        values[found].value?.bind(to: statement, at: place) ?? sqlite3_bind_null(statement, place)
      guard code == SQLITE_OK else { return code }
    }
    return SQLITE_OK
  }

  /// Where the value of a name is; looked for first where it mostly is.
  private func index(of name: UnsafePointer<CChar>, _ usual: Int) -> Int? {
    if usual < values.count, values[usual].name.isWritten(name) { return usual }
    return values.indices.first { values[$0].name.isWritten(name) }
  }
}

extension StaticString {
  /// Whether a C string is the same text.
  fileprivate func isWritten(_ text: UnsafePointer<CChar>) -> Bool {
    for place in 0..<utf8CodeUnitCount
    where UInt8(bitPattern: text[place]) != utf8Start[place] { return false }
    return text[utf8CodeUnitCount] == 0
  }
}

/// What a statement's parameter may be.
protocol QueryValue: DatabaseValueConvertible {
  /// Binds it to the parameter at a place; gives SQLite's code.
  func bind(to statement: SQLiteStatement, at place: CInt) -> CInt
}

extension Int64: QueryValue {
  func bind(to statement: SQLiteStatement, at place: CInt) -> CInt {
    sqlite3_bind_int64(statement, place, self)
  }
}

extension Int: QueryValue {
  func bind(to statement: SQLiteStatement, at place: CInt) -> CInt {
    sqlite3_bind_int64(statement, place, Int64(self))
  }
}

extension Bool: QueryValue {
  func bind(to statement: SQLiteStatement, at place: CInt) -> CInt {
    sqlite3_bind_int64(statement, place, self ? 1 : 0)
  }
}

extension Double: QueryValue {
  func bind(to statement: SQLiteStatement, at place: CInt) -> CInt {
    sqlite3_bind_double(statement, place, self)
  }
}

extension String: QueryValue {
  func bind(to statement: SQLiteStatement, at place: CInt) -> CInt {
    var text = self
    // SQLITE_TRANSIENT: SQLite copies the text before this returns.
    let copies = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
    return text.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) { letters in
        // A null pointer would bind NULL instead of the empty text.
        guard let start = letters.baseAddress else {
          return sqlite3_bind_text(statement, place, "", 0, copies)
        }
        return sqlite3_bind_text(statement, place, start, CInt(letters.count), copies)
      }
    }
  }
}
