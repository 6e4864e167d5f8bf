/// A text from a job or a user that a terminal can show without obeying it.
///
/// Control characters, line ends, and the invisible characters that turn the direction of
/// writing around are written as escapes such as `\n` and `\u{1b}`. Joiners inside a visible
/// character stay.
public struct VisibleText: CustomStringConvertible, Sendable {
  /// The text on one line, with escapes.
  public let description: String

  /// Makes a text visible.
  public init(_ text: String) {
    guard text.unicodeScalars.contains(where: Self.isDangerous) else {
      description = text
      return
    }
    var visible = ""
    for scalar in text.unicodeScalars {
      if Self.isDangerous(scalar) {
        visible += Self.escape(scalar)
      } else {
        visible.unicodeScalars.append(scalar)
      }
    }
    description = visible
  }

  private static func isDangerous(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.value >= 0x20 && scalar.value < 0x7F { return false }
    switch scalar.properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator: return true
    case .format: return scalar.value != 0x200C && scalar.value != 0x200D
    default: return false
    }
  }

  private static func escape(_ scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "\n": "\\n"
    case "\r": "\\r"
    case "\t": "\\t"
    default: "\\u{\(String(scalar.value, radix: 16))}"
    }
  }
}
