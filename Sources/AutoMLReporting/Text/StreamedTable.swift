import AutoMLModel

/// A table whose rows are written one at a time, so that any number of them fits.
///
/// Some rows are held back to find widths at which they all fit; those that follow keep them.
struct StreamedTable: Sendable {
  private static let sample = 200

  private let format: ReportFormat
  private let csv: CSVTable
  private let columns: [TextTable.Column]
  private let wide: [TextTable.Cell]
  private let emptyText: String
  private var table: TextTable
  private var layout: TextTable.Layout?
  private var isEmpty = true

  /// Begins a table.
  ///
  /// - Parameters:
  ///   - wide: Cells that are as wide as those of later rows may be.
  ///   - emptyText: What stands for a table without rows.
  init(
    as format: ReportFormat, csv: CSVTable, columns: [TextTable.Column], wide: [TextTable.Cell],
    emptyText: String
  ) {
    self.format = format
    self.csv = csv
    self.columns = columns
    self.wide = wide
    self.emptyText = emptyText
    table = TextTable(columns)
  }

  /// Takes the next row.
  ///
  /// - Returns: What can be written by now, line ends included; often nothing, then much at once.
  mutating func add(
    json: @autoclosure () -> JSONValue, cells: @autoclosure () -> [TextTable.Cell]
  ) -> String {
    defer { isEmpty = false }
    switch format {
    case .json: return (isEmpty ? "[\n" : ",\n") + json().serialized()
    case .csv: return (isEmpty ? csv.header + "\n" : "") + csv.line(of: json()) + "\n"
    case .text(let width, let colour):
      if let layout { return table.line(of: cells(), layout, colour: colour) + "\n" }
      table.append(cells())
      return table.rows.count < Self.sample ? "" : flush(width: width, colour: colour)
    }
  }

  /// Ends the table.
  ///
  /// - Returns: The rest of what is to be written.
  mutating func end() -> String {
    switch format {
    case .json: isEmpty ? "[]\n" : "\n]\n"
    case .csv: isEmpty ? csv.header + "\n" : ""
    case .text where isEmpty: emptyText + "\n"
    case .text(let width, let colour):
      layout == nil ? flush(width: width, colour: colour) : ""
    }
  }

  private mutating func flush(width: Int?, colour: Bool) -> String {
    var sample = table
    if sample.rows.count >= Self.sample { sample.append(wide) }
    let layout = sample.layout(width: width)
    defer {
      self.layout = layout
      table = TextTable(columns)
    }
    let lines =
      [table.header(layout, colour: colour)]
      + table.rows.map { table.line(of: $0, layout, colour: colour) }
    return lines.map { $0 + "\n" }.joined()
  }
}
