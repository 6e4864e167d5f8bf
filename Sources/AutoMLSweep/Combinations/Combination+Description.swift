import AutoMLModel

extension Combination: CustomStringConvertible {
  /// The combination as Python prints a dict, in the order of the sweep.
  public var description: String {
    let items = zip(layout.names, levels).map { name, level in
      "\(PythonText.quoted(name)): \(PythonText.printed(level))"
    }
    return "{\(items.joined(separator: ", "))}"
  }
}

/// Values as Python's `repr` writes them.
enum PythonText {
  static func printed(_ level: ParameterValue) -> String {
    switch level {
    case .boolean(let value): value ? "True" : "False"
    case .text(let value): quoted(value)
    case .float, .integer: level.description
    }
  }

  static func quoted(_ string: String) -> String {
    let scalars = string.unicodeScalars
    // Python prefers single quotes, unless only they would have to be escaped.
    let quote: Unicode.Scalar = scalars.contains("'") && !scalars.contains("\"") ? "\"" : "'"
    var text = String(quote)
    for scalar in scalars {
      switch scalar {
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case quote, "\\": text += "\\\(scalar)"
      case " "..."~": text.unicodeScalars.append(scalar)
      default:
        if isPrintable(scalar) {
          text.unicodeScalars.append(scalar)
        } else {
          text += escape(scalar)
        }
      }
    }
    return text + String(quote)
  }

  private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
      .paragraphSeparator, .spaceSeparator:
      false
    default: true
    }
  }

  private static func escape(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16)
    let (letter, width) =
      scalar.value < 0x100 ? ("x", 2) : scalar.value < 0x10000 ? ("u", 4) : ("U", 8)
    return "\\\(letter)" + String(repeating: "0", count: width - digits.count) + digits
  }
}
