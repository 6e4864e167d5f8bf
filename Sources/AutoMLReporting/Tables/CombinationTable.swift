import AutoMLModel
public import AutoMLTracking

/// The combinations of a sweep, written one at a time, so that any number of them fits.
///
/// Hand it the combinations in order and print what comes back, as with ``HistoryTable``.
public struct CombinationTable: Sendable {
  private var table: StreamedTable

  /// Begins a table.
  ///
  /// - Parameter parameterNames: The columns of a CSV table behind the fixed ones; without any the
  ///   parameters are one column, as JSON.
  public init(as format: ReportFormat, parameterNames: [String] = []) {
    let fixed = [
      "id", "position", "status", "times_taken", "held_since", "session", "owner", "lease_until",
    ]
    let csv = CSVTable(
      columns: fixed.map { [$0] }
        + (parameterNames.isEmpty
          ? [["parameters"]] : parameterNames.map { ["parameters", $0] }))
    table = StreamedTable(
      as: format, csv: csv, columns: Self.columns, wide: ["9999999", "9999999", "IN_PROGRESS"],
      emptyText: "No combinations.")
  }

  /// Takes the next combination.
  ///
  /// - Returns: What can be written by now, line ends included; often nothing, then much at once.
  public mutating func add(_ combination: CombinationRecord) -> String {
    table.add(json: combination.json, cells: Self.cells(of: combination))
  }

  /// Ends the table.
  ///
  /// - Returns: The rest of what is to be written.
  public mutating func end() -> String { table.end() }

  private static let columns: [TextTable.Column] = [
    .init("id", .right), .init("no", .right), .init("status"), .init("taken", .right),
    .init("held since"), .init("owner", isElastic: true), .init("lease until"),
    .init("parameters", isElastic: true),
  ]

  private static func cells(of combination: CombinationRecord) -> [TextTable.Cell] {
    func time(_ time: Timestamp?) -> TextTable.Cell {
      .init(time.map { TimestampText.local($0) } ?? "–")
    }
    return [
      "\(combination.id)", "\(combination.position)",
      .init(combination.status.rawValue, combination.status.textStyle),
      "\(combination.timesTaken)", time(combination.heldSince),
      .init(combination.owner ?? "–"), time(combination.leaseUntil),
      .init(combination.parameters.json.serialized()),
    ]
  }
}

extension CombinationRecord {
  fileprivate var json: JSONValue {
    [
      "id": JSONValue(id), "position": JSONValue(position), "status": .string(status.rawValue),
      "times_taken": JSONValue(timesTaken), "held_since": JSONValue(heldSince),
      "session": JSONValue(session), "owner": JSONValue(owner),
      "lease_until": JSONValue(leaseUntil), "parameters": parameters.json,
    ]
  }
}
