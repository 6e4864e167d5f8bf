import AutoMLModel
import AutoMLQueries
import GRDB

extension Database {
  /// Executes a statement whose answer does not matter.
  func run(_ query: Query, _ arguments: QueryArguments = [:]) throws {
    let statement = try DirectStatement(query, self)
    try statement.bind(arguments)
    try statement.run()
  }

  /// Every row of an answer.
  ///
  /// Statements that change something are always run to their end.
  func rows<Value>(
    _ query: Query, _ arguments: QueryArguments = [:], _ decode: (Row) throws -> Value
  ) throws -> [Value] {
    let cursor = try Row.fetchCursor(cachedStatement(sql: query.text), arguments: arguments.forGRDB)
    var values: [Value] = []
    while let row = try cursor.next() { values.append(try decode(row)) }
    return values
  }

  /// The rows of a long answer, one at a time.
  func cursor(_ query: Query, _ arguments: QueryArguments) throws -> RowCursor {
    try Row.fetchCursor(cachedStatement(sql: query.text), arguments: arguments.forGRDB)
  }

  /// The first row of an answer, or nil when it is empty.
  func row<Value>(
    _ query: Query, _ arguments: QueryArguments = [:], _ decode: (Row) throws -> Value
  ) throws -> Value? {
    try rows(query, arguments, decode).first
  }

  /// The first column of every row.
  func values<Value: DatabaseValueConvertible & StatementColumnConvertible>(
    _ query: Query, _ arguments: QueryArguments = [:], as type: Value.Type = Value.self
  ) throws -> [Value] {
    try Value.fetchAll(cachedStatement(sql: query.text), arguments: arguments.forGRDB)
  }

  /// The first column of the first row, or nil when there is no row.
  func value<Value: DatabaseValueConvertible & StatementColumnConvertible>(
    _ query: Query, _ arguments: QueryArguments = [:], as type: Value.Type = Value.self
  ) throws -> Value? {
    try values(query, arguments, as: type).first
  }

  /// The answer to a statement that asks whether something is so.
  func isTrue(_ query: Query, _ arguments: QueryArguments) throws -> Bool {
    try numbers(query, arguments).first.map { $0 != 0 } ?? false
  }

  /// Makes identifiers of the first column of every row, in ascending order.
  func identifiers<ID: RowIdentifier>(
    _ query: Query, _ arguments: QueryArguments, as type: ID.Type = ID.self
  ) throws -> [ID] {
    try numbers(query, arguments).sorted().map(ID.init(rawValue:))
  }

  /// The whole number in the first column of every row; NULL is 0.
  private func numbers(_ query: Query, _ arguments: QueryArguments) throws -> [Int64] {
    try columns(query, arguments) { row in row[0] }
  }

  /// A value of each row, read by the numbers of the columns: for what happens often.
  func columns<Value>(
    _ query: Query, _ arguments: QueryArguments,
    _ read: (borrowing DirectStatement.Columns) -> Value
  ) throws -> [Value] {
    let statement = try DirectStatement(query, self)
    try statement.bind(arguments)
    return try statement.run(read)
  }

  /// Runs an insert of one row and gives the row's id.
  func insert<ID: RowIdentifier>(_ query: Query, _ arguments: QueryArguments) throws -> ID {
    let statement = try DirectStatement(query, self)
    try statement.bind(arguments)
    return ID(rawValue: try statement.insertRow())
  }
}

/// A list of ids as the one JSON parameter that statements take for it, whatever its length.
func jsonList(_ ids: some Sequence<some RowIdentifier>) -> String {
  JSONValue.array(ids.map { .integer($0.rawValue) }).serialized()
}
