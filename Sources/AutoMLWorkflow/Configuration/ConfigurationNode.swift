import AutoMLModel

/// A place in an experiment file: a value with its line, before anybody knows what it should be.
struct ConfigurationNode: Hashable, Sendable {
  /// The kinds of value that YAML and JSON share.
  indirect enum Value: Hashable {
    case null
    case boolean(Bool)
    case integer(Int64)
    /// Any other number; `.inf` and `.nan` are numbers too, until somebody wants a finite one.
    case number(Double)
    case string
    case sequence([ConfigurationNode])
    case mapping([Entry])
  }

  /// One key of a mapping with its value.
  struct Entry: Hashable, Sendable {
    let key: String
    let mark: Mark
    let value: ConfigurationNode
    /// Whether the key stands in the file without quotes.
    var isPlain = false
  }

  /// A place in the text, from 1.
  struct Mark: Hashable, Sendable {
    let line: Int?
    let column: Int?

    static let unknown = Mark(line: nil, column: nil)
  }

  let value: Value
  /// The text of a scalar as it stands in the file, quotes and escapes resolved.
  let source: String
  let mark: Mark

  init(_ value: Value, source: String = "", mark: Mark) {
    self.value = value
    self.source = source
    self.mark = mark
  }

  /// What the value is, for a message.
  var kind: String {
    switch value {
    case .null: "empty"
    case .boolean(let flag): "the truth value \(flag)"
    case .integer, .number: "the number \(source)"
    case .string: "the text \(source.quoted)"
    case .sequence: "a list"
    case .mapping: "a mapping"
    }
  }

  /// The value as JSON, key order kept; a number that is not finite becomes its text.
  var json: JSONValue {
    switch value {
    case .null: .null
    case .boolean(let flag): .boolean(flag)
    case .integer(let number): .integer(number)
    case .number(let number): number.isFinite ? .number(number) : .string(source)
    case .string: .string(source)
    case .sequence(let nodes): .array(nodes.map(\.json))
    case .mapping(let entries): .object(entries.map { .init($0.key, $0.value.json) })
    }
  }

  /// Makes a node of a document that has no places.
  init(_ json: JSONValue) {
    switch json {
    case .null: self.init(.null, mark: .unknown)
    case .boolean(let flag): self.init(.boolean(flag), source: "\(flag)", mark: .unknown)
    case .integer(let number): self.init(.integer(number), source: "\(number)", mark: .unknown)
    case .number(let number): self.init(.number(number), source: "\(number)", mark: .unknown)
    case .string(let text): self.init(.string, source: text, mark: .unknown)
    case .array(let elements): self.init(.sequence(elements.map(Self.init)), mark: .unknown)
    case .object(let members):
      self.init(
        .mapping(
          members.map { Entry(key: $0.name, mark: .unknown, value: Self($0.value)) }),
        mark: .unknown)
    }
  }

  /// Whether the value is a mapping that has a key.
  func has(_ key: String) -> Bool {
    guard case .mapping(let entries) = value else { return false }
    return entries.contains { $0.key == key }
  }
}
