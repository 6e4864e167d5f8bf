public import AutoMLModel

/// The answer to a question in SQL: named columns and rows of scalars.
public struct AnswerTable: Report {
  /// The names of the columns, each once.
  public let columns: [String]
  /// The rows, each with a value a column.
  public let rows: [[JSONValue]]

  /// Makes a table.
  public init(columns: [String], rows: [[JSONValue]]) {
    self.columns = columns
    self.rows = rows
  }

  /// The rows for people; numbers stand to the right.
  public func text(width: Int?, colour: Bool) -> String {
    var table = TextTable(
      columns.enumerated().map { index, name in
        let isNumeric = rows.allSatisfy { $0[index].double != nil || $0[index] == .null }
        return .init(name, isNumeric ? .right : .left, isElastic: !isNumeric)
      })
    for row in rows { table.append(row.map { .init($0.text ?? ($0 == .null ? "" : "\($0)")) }) }
    return table.text(width: width, colour: colour)
  }

  /// An object a row, its keys the names of the columns.
  public var json: JSONValue {
    .array(rows.map { .object(zip(columns, $0).map { .init($0, $1) }) })
  }

  /// The rows with a header.
  public var csv: String {
    let objects = rows.map { row in JSONValue.object(zip(columns, row).map { .init($0, $1) }) }
    return CSVTable(columns: columns.map { [$0] }).text(of: objects)
  }
}
