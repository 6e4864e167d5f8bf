import AutoMLModel
import AutoMLSweep
import AutoMLWorkflow

/// A factor as it stands on a command line: `lr=0.1,0.01`, `n=igeom(1,1000,4)`.
struct FactorOption {
  /// The factor with its levels, as a member of a sweep's description.
  let member: JSONValue.Member

  /// Takes the text apart.
  ///
  /// Levels are read as in YAML, blanks around them left off; one in quotes is a text and may hold
  /// commas and brackets. A progression stands alone.
  ///
  /// - Throws: ``UserMistake`` that names the factor.
  init(_ text: String, option: String = "--factor") throws {
    guard let sign = text.firstIndex(of: "="), sign != text.startIndex else {
      throw UserMistake("\(option) \(ShellText([text])): write NAME=LEVEL,LEVEL…")
    }
    let name = String(text[..<sign])
    let levels = text[text.index(after: sign)...].trimmed
    do {
      member = .init(
        name, try Self.progression(levels) ?? .array(try Self.scalars(levels)))
    } catch {
      throw UserMistake("\(option) \(VisibleText(name)): \(error)")
    }
  }

  /// Reads `geom(first,last,count)` or `igeom(…)`; nil for what is no call.
  private static func progression(_ text: String) throws -> JSONValue? {
    guard let call = text.prefixMatch(of: /([A-Za-z_][A-Za-z_0-9]*)\s*\(/) else { return nil }
    let name = String(call.1)
    guard ["geom", "igeom"].contains(name) else {
      throw UserMistake(
        "'\(name)' is no progression; there are geom and igeom, and a text with ( stands in quotes")
    }
    let inner = text[call.range.upperBound...]
    guard let end = inner.firstIndex(of: ")") else {
      throw UserMistake(
        "\(VisibleText(text)) is not closed; write \(name)(first,last,count)")
    }
    guard inner.index(after: end) == inner.endIndex else {
      throw notAlone
    }
    return .object([.init(name, .array(try scalars(inner[..<end])))])
  }

  private static let notAlone = UserMistake(
    "a progression stands alone, without other levels; write igeom(first,last,count), or levels")

  private static func scalars(_ text: some StringProtocol) throws -> [JSONValue] {
    var scalars: [JSONValue] = []
    for piece in pieces(String(text)) {
      let level = piece.trimmed
      if !level.hasPrefix("\""), !level.hasPrefix("'"), level.contains(where: "[]{}()".contains) {
        if level.prefixMatch(of: /i?geom\s*\(/) != nil { throw notAlone }
        throw UserMistake(
          "\(VisibleText(level)) holds a bracket; levels are written with commas, as in 1,2, "
            + "and a text with brackets in quotes")
      }
      let scalar = try CommandLineScalar.value(of: level)
      if case .string(let string) = scalar, string.utf8.contains(0) {
        throw UserMistake("a level holds a NUL character, at which an argument ends; remove it")
      }
      scalars.append(scalar)
    }
    return scalars
  }

  /// Splits at commas that do not stand in quotes; a quote counts where a level begins.
  private static func pieces(_ text: String) -> [Substring] {
    var pieces: [Substring] = []
    var start = text.startIndex
    var quote: Character?
    var isAtBegin = true
    var isEscaped = false
    for place in text.indices {
      let character = text[place]
      if let open = quote {
        if isEscaped {
          isEscaped = false
        } else if open == "\"", character == "\\" {
          isEscaped = true
        } else if character == open {
          quote = nil
        }
      } else if character == "," {
        pieces.append(text[start..<place])
        start = text.index(after: place)
        isAtBegin = true
      } else if isAtBegin, character == "\"" || character == "'" {
        (quote, isAtBegin) = (character, false)
      } else if !character.isWhitespace {
        isAtBegin = false
      }
    }
    return pieces + [text[start...]]
  }
}

extension StringProtocol {
  /// The text without the blanks at its ends.
  fileprivate var trimmed: String {
    let front = drop { $0.isWhitespace }
    guard let last = front.lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return String(front[...last])
  }
}
