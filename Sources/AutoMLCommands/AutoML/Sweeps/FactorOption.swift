import AutoMLModel
import AutoMLSweep
import AutoMLWorkflow

/// A factor as it stands on a command line: `lr=0.1,0.01`, `n=igeom(1,1000,4)`.
struct FactorOption {
  /// The factor with its levels, as a member of a sweep's description.
  let member: JSONValue.Member

  /// Takes the text apart.
  ///
  /// Levels are read as in YAML; one in quotes is a text and may hold commas.
  ///
  /// - Throws: ``UserMistake`` that names the factor.
  init(_ text: String, option: String = "--factor") throws {
    guard let sign = text.firstIndex(of: "="), sign != text.startIndex else {
      throw UserMistake("\(option) \(ShellText([text])): write NAME=LEVEL,LEVEL…")
    }
    let name = String(text[..<sign])
    let levels = String(text[text.index(after: sign)...])
    do {
      member = .init(
        name, try Self.progression(levels) ?? .array(try Self.scalars(levels)))
    } catch {
      throw UserMistake("\(option) \(name): \(error)")
    }
  }

  /// Reads `geom(first,last,count)` or `igeom(…)`; nil for anything else.
  private static func progression(_ text: String) throws(CommandProblem) -> JSONValue? {
    for name in ["geom", "igeom"] where text.hasPrefix("\(name)(") && text.hasSuffix(")") {
      let bounds = String(text.dropFirst(name.count + 1).dropLast())
      return .object([.init(name, .array(try scalars(bounds)))])
    }
    return nil
  }

  private static func scalars(_ text: String) throws(CommandProblem) -> [JSONValue] {
    var scalars: [JSONValue] = []
    for piece in pieces(text) {
      scalars.append(try ValueDocument.scalar(piece.trimming(while: \.isWhitespace)))
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

extension Substring {
  fileprivate func trimming(while isOff: (Character) -> Bool) -> String {
    let front = drop(while: isOff)
    guard let last = front.lastIndex(where: { !isOff($0) }) else { return "" }
    return String(front[...last])
  }
}
