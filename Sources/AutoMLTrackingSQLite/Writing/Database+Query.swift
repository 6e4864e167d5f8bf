import AutoMLModel
import AutoMLQueries
import GRDB

extension Database {
  /// Executes a statement whose answer does not matter.
  func run(_ query: Query, _ arguments: StatementArguments = [:]) throws {
    try cachedStatement(sql: query.text).execute(arguments: arguments)
  }

  /// Every row of an answer.
  ///
  /// Statements that change something are always run to their end.
  func rows<Value>(
    _ query: Query, _ arguments: StatementArguments = [:], _ decode: (Row) throws -> Value
  ) throws -> [Value] {
    let cursor = try Row.fetchCursor(cachedStatement(sql: query.text), arguments: arguments)
    var values: [Value] = []
    while let row = try cursor.next() { values.append(try decode(row)) }
    return values
  }

  /// The first row of an answer, or nil when it is empty.
  func row<Value>(
    _ query: Query, _ arguments: StatementArguments = [:], _ decode: (Row) throws -> Value
  ) throws -> Value? {
    try rows(query, arguments, decode).first
  }

  /// The first column of every row.
  func values<Value: DatabaseValueConvertible & StatementColumnConvertible>(
    _ query: Query, _ arguments: StatementArguments = [:], as type: Value.Type = Value.self
  ) throws -> [Value] {
    try Value.fetchAll(cachedStatement(sql: query.text), arguments: arguments)
  }

  /// The first column of the first row, or nil when there is no row.
  func value<Value: DatabaseValueConvertible & StatementColumnConvertible>(
    _ query: Query, _ arguments: StatementArguments = [:], as type: Value.Type = Value.self
  ) throws -> Value? {
    try values(query, arguments, as: type).first
  }

  /// The answer to a statement that asks whether something is so.
  func isTrue(_ query: Query, _ arguments: StatementArguments) throws -> Bool {
    try value(query, arguments, as: Bool.self) ?? false
  }

  /// Makes identifiers of the first column of every row, in ascending order.
  func identifiers<ID: RowIdentifier>(
    _ query: Query, _ arguments: StatementArguments, as type: ID.Type = ID.self
  ) throws -> [ID] {
    try values(query, arguments, as: Int64.self).sorted().map(ID.init(rawValue:))
  }
}

/// A list of ids as the one JSON parameter that statements take for it, whatever its length.
func jsonList(_ ids: some Sequence<some RowIdentifier>) -> String {
  JSONValue.array(ids.map { .integer($0.rawValue) }).serialized()
}
