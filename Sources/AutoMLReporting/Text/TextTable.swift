import AutoMLModel

/// Rows of text under column titles, aligned for a terminal.
///
/// Every cell is made visible first (``VisibleText``), so that job output cannot play with the
/// terminal.
public struct TextTable: Sendable {
  /// On which side the cells of a column are flush.
  public enum Alignment: Sendable {
    /// Texts.
    case left
    /// Numbers.
    case right
  }

  /// One column.
  public struct Column: Sendable {
    /// What stands above it.
    public var title: String
    /// On which side its cells are flush.
    public var alignment: Alignment
    /// Whether its cells may be cut when the table is wider than the terminal.
    public var isElastic: Bool

    /// Describes a column.
    public init(_ title: String, _ alignment: Alignment = .left, isElastic: Bool = false) {
      self.title = title
      self.alignment = alignment
      self.isElastic = isElastic
    }
  }

  /// One cell.
  public struct Cell: Sendable, ExpressibleByStringInterpolation {
    /// What it says, on one line.
    public let text: String
    /// What it means.
    public let style: TextStyle?

    /// Makes a cell; control characters become visible.
    public init(_ text: String, _ style: TextStyle? = nil) {
      self.text = VisibleText(text).description
      self.style = style
    }

    /// Makes a plain cell.
    public init(stringLiteral value: String) { self.init(value) }
  }

  /// The widths of a table's columns in cells of the terminal.
  public struct Layout: Sendable {
    /// One width a column.
    public let columns: [Int]
    /// The width of the terminal, or nil for no bound.
    public let line: Int?
  }

  /// The columns from left to right.
  public let columns: [Column]
  /// The rows from top to bottom, each with a cell a column.
  public private(set) var rows: [[Cell]] = []

  /// Makes an empty table.
  public init(_ columns: [Column]) { self.columns = columns }

  /// Adds a row; missing cells are empty.
  public mutating func append(_ row: [Cell]) { rows.append(row) }

  /// The widths at which the title and every row fit, elastic columns giving way to the terminal.
  public func layout(width: Int?) -> Layout {
    var widths = columns.map(\.title.cellCount)
    for row in rows {
      for (index, cell) in row.enumerated() where index < widths.count {
        widths[index] = max(widths[index], cell.text.cellCount)
      }
    }
    if let width {
      var surplus = widths.reduce(0, +) + Self.gap.count * (widths.count - 1) - width
      let elastic = columns.indices.filter { columns[$0].isElastic }
      while surplus > 0, let widest = elastic.max(by: { widths[$0] < widths[$1] }),
        widths[widest] > Self.narrowest
      {
        let next = elastic.filter { $0 != widest }.map { widths[$0] }.max() ?? 0
        let step = max(1, min(surplus, widths[widest] - max(next, Self.narrowest)))
        widths[widest] -= step
        surplus -= step
      }
    }
    return Layout(columns: widths, line: width)
  }

  /// The titles on one line.
  public func header(_ layout: Layout, colour: Bool) -> String {
    line(of: columns.map { Cell($0.title, .heading) }, layout, colour: colour)
  }

  /// One row on one line, cut at the width of the terminal.
  public func line(of row: [Cell], _ layout: Layout, colour: Bool) -> String {
    var line = ""
    var used = 0
    for (index, cell) in row.enumerated() where index < columns.count {
      let separator = index == 0 ? "" : Self.gap
      let room = layout.line.map { max(0, $0 - used - separator.count) } ?? .max
      if room == 0 { break }
      let isLast = index == min(row.count, columns.count) - 1
      let yields = columns[index].isElastic && layout.line != nil && !isLast
      let limit = yields ? min(room, layout.columns[index]) : room
      let text = cell.text.truncated(toCells: limit)
      let padding = text.padded(
        toCells: min(room, layout.columns[index]), alignment: columns[index].alignment)
      let styled = cell.style?.apply(to: text, colour: colour) ?? text
      let spaces = String(repeating: " ", count: padding.cellCount - text.cellCount)
      line += separator
      line += columns[index].alignment == .right ? spaces + styled : styled + (isLast ? "" : spaces)
      used += separator.count + padding.cellCount
    }
    while line.last == " " { line.removeLast() }
    return line
  }

  /// The titles and all rows, without a line end behind the last.
  public func text(width: Int? = nil, colour: Bool = false) -> String {
    let layout = layout(width: width)
    return ([header(layout, colour: colour)] + rows.map { line(of: $0, layout, colour: colour) })
      .joined(separator: "\n")
  }

  private static let gap = "  "
  private static let narrowest = 12
}
