public import AutoMLModel

/// A scalar that stands alone, such as a level on a command line.
public enum CommandLineScalar {
  /// Reads a scalar as it would be read in a document.
  ///
  /// A text that begins with a quote must be a whole text in quotes; otherwise every character
  /// means itself.
  ///
  /// - Throws: ``CommandProblem`` for nothing, a text whose quotes are not right, and a whole number
  ///   that begins with 0 or does not fit 64 bits.
  public static func value(of text: String) throws(CommandProblem) -> JSONValue {
    if text.isEmpty { throw CommandProblem("a value is empty", "write \"\" for the empty text") }
    if text.hasPrefix("\"") || text.hasPrefix("'") { return .string(try quotedText(text)) }
    guard let value = YAMLScalar.value(of: text) else { throw leadingZero(text) }
    if case .number = value, YAMLScalar.isTooLong(text) { throw tooLong(text) }
    return ConfigurationNode(value, source: text, mark: .unknown).levelJSON
  }

  static func leadingZero(_ text: String) -> CommandProblem {
    CommandProblem(
      "\(text) begins with 0, which some tools read as octal",
      "write it without the 0, as 0o… for octal, or in quotes for a text")
  }

  static func tooLong(_ text: String) -> CommandProblem {
    CommandProblem(
      "\(text) is a whole number that does not fit 64 bits",
      "write it as 1e20 for a real number, or in quotes for a text")
  }

  private static func quotedText(_ text: String) throws(CommandProblem) -> String {
    let shown = "\(text.quoted) is no text in quotes"
    guard let end = closingQuote(text) else {
      throw CommandProblem(shown, "close the quote at its end")
    }
    guard text.index(after: end) == text.endIndex else {
      throw CommandProblem(shown, "remove what follows the closing quote")
    }
    // YAML refuses some of these, and takes others for the end of a line, which it makes a blank.
    if text.unicodeScalars.contains(where: \.isControl) {
      throw CommandProblem(
        "\(text.quoted) holds a control character", #"write it as an escape, such as "\x1B""#)
    }
    let (node, _) = ConfigurationParser.parse(text)
    guard let node, case .string = node.value else {
      throw CommandProblem(
        "\(text.quoted) holds an escape that stands for no character",
        #"write \\ for the backslash itself, or single quotes around the text"#)
    }
    return node.source
  }

  /// The quote that ends a text in quotes.
  private static func closingQuote(_ text: String) -> String.Index? {
    let quote = text[text.startIndex]
    var place = text.index(after: text.startIndex)
    while place < text.endIndex {
      let next = text.index(after: place)
      if quote == "\"", text[place] == "\\" {
        place = next
      } else if text[place] == quote {
        // In single quotes, the quote itself stands twice.
        guard quote == "'", next < text.endIndex, text[next] == quote else { return place }
        place = next
      }
      if place < text.endIndex { place = text.index(after: place) }
    }
    return nil
  }
}

extension Unicode.Scalar {
  fileprivate var isControl: Bool {
    switch properties.generalCategory {
    case .control: self != "\t"
    case .lineSeparator, .paragraphSeparator: true
    default: false
    }
  }
}
