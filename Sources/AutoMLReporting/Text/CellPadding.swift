import AutoMLModel

extension StringProtocol {
  /// The text with spaces before or behind it until it takes a number of cells.
  func padded(toCells width: Int, alignment: TextTable.Alignment) -> String {
    let space = String(repeating: " ", count: Swift.max(0, width - cellCount))
    return alignment == .right ? space + self : self + space
  }
}
