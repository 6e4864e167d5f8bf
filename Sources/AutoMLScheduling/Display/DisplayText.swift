import AutoMLModel

/// A name or another text from outside on its way to a terminal: one line of a known width.
enum DisplayText {
  /// The longest text that is looked at, in Unicode scalars, whatever their width is.
  private static let longest = 512

  /// The text with everything escaped that a terminal would obey, cut to a number of cells.
  static func line(_ text: String, cells: Int) -> String {
    let kept = String(text.unicodeScalars.prefix(longest))
    let isCut = text.unicodeScalars.count > longest
    let visible = VisibleText(kept).description + (isCut ? "…" : "")
    return visible.truncated(toCells: max(1, cells))
  }

  /// The text with spaces behind it until it takes a number of cells, or cut to it.
  static func padded(_ text: String, cells: Int) -> String {
    let fitting = text.truncated(toCells: cells)
    return fitting + String(repeating: " ", count: max(0, cells - fitting.cellCount))
  }

  /// Lines in a box with a title, all of one width.
  ///
  /// - Parameter cells: The width of the box with its frame; at least 8.
  static func box(_ title: String, _ lines: [String], cells: Int) -> [String] {
    let inner = max(8, cells) - 4
    let name = line(title, cells: inner - 2)
    let rule = String(repeating: "─", count: max(0, inner - name.cellCount - 2))
    return ["╭─ \(name) \(rule)─╮"]
      + lines.map { "│ \(padded($0, cells: inner)) │" }
      + ["╰" + String(repeating: "─", count: inner + 2) + "╯"]
  }
}
