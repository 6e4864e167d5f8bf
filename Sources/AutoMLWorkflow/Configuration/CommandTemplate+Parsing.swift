extension CommandTemplate {
  /// Takes a command line apart as a shell would, without being one.
  ///
  /// Words end at spaces. Single quotes keep everything, double quotes everything but `\"` and
  /// `\\`, a backslash keeps the next character. `{name}` is the place of a parameter, in quotes
  /// too; `{{` and `}}` are braces. Variables, `~` and patterns mean themselves.
  ///
  /// - Throws: ``CommandProblem`` for an empty command, a quote or brace that is not closed, and
  ///   an unquoted operator of the shell such as `|`, `>` or `;`.
  public init(parsing text: String) throws(CommandProblem) {
    var scanner = CommandScanner(text: text)
    words = try scanner.words()
    guard !words.isEmpty else {
      throw CommandProblem("the command is empty", "write a program and its arguments")
    }
  }

  /// Makes a command of words that are already apart; only braces mean something.
  ///
  /// - Parameter allowsAnyName: Whether whatever stands between two braces is a name, instead of
  ///   ASCII letters, digits, `_`, `-` and `.` only.
  /// - Throws: ``CommandProblem`` for no words, or a brace that is not closed.
  public init(words texts: [String], allowsAnyName: Bool = false) throws(CommandProblem) {
    var words: [[Piece]] = []
    for text in texts {
      var scanner = CommandScanner(text: text, allowsAnyName: allowsAnyName)
      words.append(try scanner.word())
    }
    guard !words.isEmpty else {
      throw CommandProblem("the command is empty", "write a program and its arguments")
    }
    self.words = words
  }
}

/// Whether a text can be the name of a parameter.
///
/// Names are letters, digits, `_`, `-` and `.` of ASCII, and not empty.
func isParameterName(_ text: some StringProtocol) -> Bool {
  !text.isEmpty
    && text.utf8.allSatisfy {
      switch $0 {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"),
        UInt8(ascii: "."):
        true
      default: false
      }
    }
}

private struct CommandScanner {
  private let scalars: [Unicode.Scalar]
  private var place = 0
  private var pieces: [CommandTemplate.Piece] = []
  private var literal = ""

  private let allowsAnyName: Bool

  init(text: String, allowsAnyName: Bool = false) {
    scalars = Array(text.unicodeScalars)
    self.allowsAnyName = allowsAnyName
  }

  private func isName(_ text: String) -> Bool {
    allowsAnyName ? !text.isEmpty && !text.contains("{") : isParameterName(text)
  }

  /// What is right for a name that cannot be written as a place.
  private var adviceForBraces: String {
    allowsAnyName ? "; a name with braces is found in AUTOML_PARAMETERS only" : ""
  }

  private var next: Unicode.Scalar? { place < scalars.count ? scalars[place] : nil }

  private mutating func take() -> Unicode.Scalar? {
    guard let scalar = next else { return nil }
    place += 1
    return scalar
  }

  private mutating func endWord() -> [CommandTemplate.Piece] {
    if !literal.isEmpty { pieces.append(.literal(literal)) }
    defer { (pieces, literal) = ([], "") }
    return pieces
  }

  mutating func word() throws(CommandProblem) -> [CommandTemplate.Piece] {
    while let scalar = take() { try takePlain(scalar) }
    return endWord()
  }

  mutating func words() throws(CommandProblem) -> [[CommandTemplate.Piece]] {
    var words: [[CommandTemplate.Piece]] = []
    var isInWord = false
    while let scalar = take() {
      if scalar.properties.isWhitespace {
        if isInWord { words.append(endWord()) }
        isInWord = false
        continue
      }
      isInWord = true
      switch scalar {
      case "'": try takeQuoted(until: scalar)
      case "\"": try takeQuoted(until: scalar)
      case "\\":
        guard let kept = take() else {
          throw CommandProblem("a backslash stands at the end", "remove or double it")
        }
        literal.unicodeScalars.append(kept)
      case "|", "&", ";", "<", ">", "`": throw Self.shellOperator(String(scalar))
      case "$" where next == "(": throw Self.shellOperator("$(")
      default: try takePlain(scalar)
      }
    }
    if isInWord { words.append(endWord()) }
    return words
  }

  private static func shellOperator(_ text: String) -> CommandProblem {
    CommandProblem(
      "\(text.quoted) is for a shell, and none is used",
      "put it in quotes to pass it as it is, or write sh -c '…' to have a shell")
  }

  private mutating func takeQuoted(until quote: Unicode.Scalar) throws(CommandProblem) {
    while let scalar = take() {
      if scalar == quote { return }
      if quote == "\"", scalar == "\\", next == "\"" || next == "\\", let kept = take() {
        literal.unicodeScalars.append(kept)
      } else {
        try takePlain(scalar)
      }
    }
    throw CommandProblem("a quote \(quote) is not closed", "close it, or write \\\(quote)")
  }

  /// Takes a character that means itself unless it is a brace.
  private mutating func takePlain(_ scalar: Unicode.Scalar) throws(CommandProblem) {
    guard scalar == "{" || scalar == "}" else {
      literal.unicodeScalars.append(scalar)
      return
    }
    if next == scalar {
      place += 1
      literal.unicodeScalars.append(scalar)
      return
    }
    let rest = scalars[place...]
    guard scalar == "{", let end = rest.firstIndex(of: "}") else {
      throw CommandProblem(
        "a brace \(scalar) stands alone",
        "write {name} for a parameter, or \(scalar)\(scalar) for the brace itself"
          + adviceForBraces)
    }
    var name = String.UnicodeScalarView()
    name.append(contentsOf: scalars[place..<end])
    guard isName(String(name)) else {
      throw CommandProblem(
        "\("{\(String(name))}".quoted) is no place for a parameter",
        "write {name}, or {{ and }} for the braces themselves" + adviceForBraces)
    }
    place = end + 1
    if !literal.isEmpty { pieces.append(.literal(literal)) }
    literal = ""
    pieces.append(.parameter(String(name)))
  }
}
