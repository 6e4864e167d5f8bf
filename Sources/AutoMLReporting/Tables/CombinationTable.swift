import AutoMLModel
public import AutoMLTracking

/// The combinations of a sweep, written one at a time, so that any number of them fits.
///
/// Hand it the combinations in order and print what comes back, as with ``HistoryTable``.
public struct CombinationTable: Sendable {
  private let format: ReportFormat
  private let csv: CSVTable
  private var table: TextTable
  private var layout: TextTable.Layout?
  private var isEmpty = true

  /// How many rows are held back to find widths at which they all fit.
  private static let sample = 200

  /// Begins a table.
  ///
  /// - Parameter parameterNames: The columns of a CSV table behind the fixed ones; without any the
  ///   parameters are one column, as JSON.
  public init(as format: ReportFormat, parameterNames: [String] = []) {
    self.format = format
    let fixed = [
      "id", "position", "status", "times_taken", "held_since", "session", "owner", "lease_until",
    ]
    csv = CSVTable(
      columns: fixed.map { [$0] }
        + (parameterNames.isEmpty
          ? [["parameters"]] : parameterNames.map { ["parameters", $0] }))
    table = Self.emptyTable
  }

  /// Takes the next combination.
  ///
  /// - Returns: What can be written by now, line ends included; often nothing, then much at once.
  public mutating func add(_ combination: CombinationRecord) -> String {
    defer { isEmpty = false }
    switch format {
    case .json: return (isEmpty ? "[\n" : ",\n") + combination.json.serialized()
    case .csv:
      return (isEmpty ? csv.header + "\n" : "") + csv.line(of: combination.json) + "\n"
    case .text(let width, let colour):
      let cells = Self.cells(of: combination)
      if let layout { return table.line(of: cells, layout, colour: colour) + "\n" }
      table.append(cells)
      return table.rows.count < Self.sample ? "" : flush(width: width, colour: colour)
    }
  }

  /// Ends the table.
  ///
  /// - Returns: The rest of what is to be written.
  public mutating func end() -> String {
    switch format {
    case .json: isEmpty ? "[]\n" : "\n]\n"
    case .csv: isEmpty ? csv.header + "\n" : ""
    case .text where isEmpty: "No combinations.\n"
    case .text(let width, let colour):
      layout == nil ? flush(width: width, colour: colour) : ""
    }
  }

  private mutating func flush(width: Int?, colour: Bool) -> String {
    var sample = table
    // More rows will come, with longer numbers.
    if sample.rows.count >= Self.sample { sample.append(["9999999", "9999999", "IN_PROGRESS"]) }
    let layout = sample.layout(width: width)
    defer {
      self.layout = layout
      table = Self.emptyTable
    }
    let lines =
      [table.header(layout, colour: colour)]
      + table.rows.map { table.line(of: $0, layout, colour: colour) }
    return lines.map { $0 + "\n" }.joined()
  }

  private static let emptyTable = TextTable([
    .init("id", .right), .init("no", .right), .init("status"), .init("taken", .right),
    .init("held since"), .init("owner", isElastic: true), .init("lease until"),
    .init("parameters", isElastic: true),
  ])

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
