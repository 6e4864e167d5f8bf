import AutoMLModel

extension Combination {
  /// The combination's identity as text: the same for equal combinations, and for no others.
  ///
  /// A JSON object on one line, its factors sorted by the bytes of their names. Real numbers keep a
  /// decimal point or an exponent, and zero has no sign. The text is meant as a key in a database
  /// and does not change between versions of this program.
  public var canonicalText: String { text(layout.prefixes, layout.order) }

  /// The same with the factors in the order of the sweep.
  var textInOrder: String {
    layout.isSorted ? canonicalText : text(layout.prefixesInOrder, Array(levels.indices))
  }

  private func text(_ prefixes: [String], _ places: [Int]) -> String {
    var text = ""
    text.reserveCapacity(layout.prefixBytes + 8 * levels.count + 2)
    for (prefix, place) in zip(prefixes, places) {
      text += prefix
      levels[place].writeCanonically(to: &text)
    }
    text += layout.suffix
    return text
  }
}

extension ParameterValue {
  func writeCanonically(to text: inout String) {
    switch self {
    case .integer(let value): text += String(value)
    case .float(let value): text += value == 0 ? "0.0" : value.description
    case .boolean(let value): text += value ? "true" : "false"
    case .text(let value):
      guard value.utf8.allSatisfy(Self.isWrittenAsIs) else {
        text += JSONValue.string(value).serialized()
        return
      }
      text += "\""
      text += value
      text += "\""
    }
  }

  /// Whether a byte never belongs to a character that JSON has to escape, or that we do.
  private static func isWrittenAsIs(_ byte: UInt8) -> Bool {
    // 0xE2 begins the line separators U+2028 and U+2029.
    byte >= 0x20 && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\") && byte != 0x7F
      && byte != 0xE2
  }
}
