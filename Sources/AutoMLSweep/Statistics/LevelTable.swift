public import AutoMLModel

/// Numbers for the levels of factors, both in the order in which they first appeared.
public struct LevelTable<Value: Hashable & Sendable>: Hashable, Sendable {
  /// The number of one level.
  public struct Cell: Hashable, Sendable {
    /// The level.
    public let level: ParameterValue
    /// Its number.
    public let value: Value
  }

  /// The levels of one factor.
  public struct Row: Hashable, Sendable {
    /// The factor.
    public let name: String
    /// Its levels, at least one.
    public let cells: [Cell]
  }

  /// The factors that have a level here.
  public let rows: [Row]

  init(rows: [Row]) { self.rows = rows }

  /// The number of a factor's level, or nil when the table does not have it.
  public subscript(name: String, level: ParameterValue) -> Value? {
    let row = rows.first { $0.name == name }
    return row?.cells.first { $0.level.isSameLevel(as: level) }?.value
  }

  func json(_ number: (Value) -> JSONValue) -> JSONValue {
    .object(
      rows.map { row in
        .init(
          row.name,
          .object(row.cells.map { .init(LevelKey.key(of: $0.level), number($0.value)) }))
      })
  }
}
