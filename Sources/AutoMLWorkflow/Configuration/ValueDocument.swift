public import AutoMLModel

/// A part of a YAML or JSON document whose meaning the caller knows, with its place.
///
/// Values are read as in experiment files: `yes` is a text, `1e-4` a number, and `010` an error.
public struct ValueDocument: Sendable {
  /// One member of an object.
  public struct Member: Sendable {
    /// The name.
    public let name: String
    /// The name as a scalar, as it would be read in a value's place.
    ///
    /// A name in quotes is a text; so is one that is no scalar or a number that tools read in two
    /// ways.
    public let scalar: JSONValue
    /// The line where the name stands, from 1; nil when nobody knows.
    public let line: Int?
    /// What it names.
    public let value: ValueDocument
  }

  private let node: ConfigurationNode

  init(_ node: ConfigurationNode) { self.node = node }

  /// Parses a document.
  ///
  /// - Parameters:
  ///   - file: The name for messages.
  ///   - adviceWhenEmpty: What to write into an empty file.
  /// - Throws: ``ConfigurationError`` with every mistake.
  public init(
    parsing text: String, file: String, adviceWhenEmpty: String
  ) throws(ConfigurationError) {
    let (node, problems) = ConfigurationParser.parse(text, adviceWhenEmpty: adviceWhenEmpty)
    guard let node, problems.isEmpty else {
      throw ConfigurationError(file: file, problems: problems)
    }
    self.init(node)
  }

  /// Reads one scalar as it would be read in a document.
  ///
  /// A text that begins with a quote must be a whole text in quotes; otherwise every character
  /// means itself.
  ///
  /// - Throws: ``CommandProblem`` for nothing, an open quote, and a number that begins with 0.
  public static func scalar(_ text: String) throws(CommandProblem) -> JSONValue {
    if text.isEmpty { throw CommandProblem("a value is empty", "write \"\" for the empty text") }
    if text.hasPrefix("\"") || text.hasPrefix("'") {
      let (node, problems) = ConfigurationParser.parse(text)
      guard let node, problems.isEmpty, case .string = node.value else {
        throw CommandProblem("\(text.quoted) is no text in quotes", "close the quote at its end")
      }
      return node.json
    }
    guard let value = YAMLScalar.value(of: text) else {
      throw CommandProblem(
        "\(text) begins with 0, which some tools read as octal",
        "write it without the 0, as 0o… for octal, or in quotes for a text")
    }
    return ValueDocument(ConfigurationNode(value, source: text, mark: .unknown)).json
  }

  /// The line where the value begins, from 1; nil when nobody knows.
  public var line: Int? { node.mark.line }

  /// The value as JSON, order kept; a number may be infinite or NaN.
  public var json: JSONValue {
    if let elements { return .array(elements.map(\.json)) }
    if let members { return .object(members.map { .init($0.name, $0.value.json) }) }
    if case .number(let number) = node.value { return .number(number) }
    return node.json
  }

  /// The elements of a list; nil for anything else.
  public var elements: [ValueDocument]? {
    guard case .sequence(let nodes) = node.value else { return nil }
    return nodes.map(Self.init)
  }

  /// The members of an object; nil for anything else.
  public var members: [Member]? {
    guard case .mapping(let entries) = node.value else { return nil }
    return entries.map { entry in
      var scalar = JSONValue.string(entry.key)
      if entry.isPlain, let value = try? Self.scalar(entry.key) { scalar = value }
      return Member(
        name: entry.key, scalar: scalar, line: entry.mark.line, value: Self(entry.value))
    }
  }

  /// The value of a name; nil when this is no object, or has no such member.
  public subscript(name: String) -> ValueDocument? {
    members?.first { $0.name == name }?.value
  }
}
