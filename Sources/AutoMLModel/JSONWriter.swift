extension JSONValue: CustomStringConvertible {
  /// The document on one line, without spaces.
  public var description: String { serialized() }

  /// The document as text.
  ///
  /// Members keep their order. Doubles are written in their shortest exact form and keep a
  /// decimal point or an exponent, so that parsing gives the same value and kind back; a double
  /// that is not finite, which JSON cannot hold, becomes `null`.
  ///
  /// - Parameter pretty: Two spaces of indent and a line an element, instead of one line.
  public func serialized(pretty: Bool = false) -> String {
    var text = ""
    write(to: &text, pretty: pretty, indent: 0)
    return text
  }

  private func write(to text: inout String, pretty: Bool, indent: Int) {
    switch self {
    case .null: text += "null"
    case .boolean(let value): text += value ? "true" : "false"
    case .integer(let value): text += String(value)
    case .number(let value): text += value.isFinite ? value.description : "null"
    case .string(let value): Self.quote(value, to: &text)
    case .array(let elements):
      Self.writeList("[", "]", elements, to: &text, pretty: pretty, indent: indent) {
        $0.write(to: &$1, pretty: pretty, indent: indent + 1)
      }
    case .object(let members):
      Self.writeList("{", "}", members, to: &text, pretty: pretty, indent: indent) {
        Self.quote($0.name, to: &$1)
        $1 += pretty ? ": " : ":"
        $0.value.write(to: &$1, pretty: pretty, indent: indent + 1)
      }
    }
  }

  private static func writeList<Element>(
    _ open: String, _ close: String, _ elements: [Element], to text: inout String, pretty: Bool,
    indent: Int, _ writeElement: (Element, inout String) -> Void
  ) {
    text += open
    for (index, element) in elements.enumerated() {
      if index > 0 { text += "," }
      if pretty { text += "\n" + String(repeating: "  ", count: indent + 1) }
      writeElement(element, &text)
    }
    if pretty, !elements.isEmpty { text += "\n" + String(repeating: "  ", count: indent) }
    text += close
  }

  private static func quote(_ string: String, to text: inout String) {
    text += "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case "\0"..<" ", "\u{7F}", "\u{2028}", "\u{2029}":
        let digits = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
  }
}
