import AutoMLModel
import AutoMLSweep
import AutoMLWorkflow

/// A file with the factors of a sweep, at its top level or below its only key `factors`.
struct SweepDocument {
  /// The file's name for messages.
  let name: String
  /// The factors in the shape that `Factors(json:)` reads.
  let json: JSONValue
  private let root: ValueDocument

  /// Finds the factors in a document.
  ///
  /// - Throws: `ConfigurationError` for a level that JSON cannot express.
  init(_ document: ValueDocument, name: String) throws(ConfigurationError) {
    self.name = name
    let inner = document["factors"]
    let isWrapped = document.members?.count == 1 && inner?.members != nil
    root = isWrapped ? inner ?? document : document
    json = try Self.factors(root, name)
  }

  private static func factors(
    _ document: ValueDocument, _ file: String
  ) throws(ConfigurationError) -> JSONValue {
    guard let members = document.members else { return document.json }
    var factors: [JSONValue.Member] = []
    for member in members { factors.append(.init(member.name, try levels(member.value, file))) }
    return .object(factors)
  }

  private static func levels(
    _ document: ValueDocument, _ file: String
  ) throws(ConfigurationError) -> JSONValue {
    if let elements = document.elements {
      var items: [JSONValue] = []
      for element in elements { items.append(try item(element, file)) }
      return .array(items)
    }
    guard let members = document.members else { return document.json }
    if members.count == 1, ["geom", "igeom"].contains(members[0].name),
      members[0].value.elements != nil
    {
      return document.json
    }
    var branches: [JSONValue.Member] = []
    for member in members {
      branches.append(.init(try key(member, file), try factors(member.value, file)))
    }
    return .object(branches)
  }

  /// An item of a list, `{level: …, factors: …}` or anything else.
  private static func item(
    _ document: ValueDocument, _ file: String
  ) throws(ConfigurationError) -> JSONValue {
    guard let members = document.members else { return document.json }
    var item: [JSONValue.Member] = []
    for member in members {
      let value =
        member.name == "factors" ? try factors(member.value, file) : member.value.json
      item.append(.init(member.name, value))
    }
    return .object(item)
  }

  /// A level that is a key, in the words of JSON: `True` and `.5` are scalars in YAML only.
  private static func key(
    _ member: ValueDocument.Member, _ file: String
  ) throws(ConfigurationError) -> String {
    switch member.scalar {
    case .string: return member.name
    case .boolean, .integer: return member.scalar.serialized()
    case .number(let number) where number.isFinite: return member.scalar.serialized()
    case .number, .null, .array, .object:
      throw ConfigurationError(
        file: file,
        problems: [
          .init(
            keyPath: VisibleText(member.name).description, line: member.line,
            problem: "this is no level",
            advice: "a level is a finite number, a text or a truth value")
        ])
    }
  }

  /// The line of a factor or level; nil when it is not in the file.
  func line(of path: SweepPath) -> Int? {
    var (document, line) = (root, root.line)
    for step in path.steps {
      guard let (next, place) = Self.step(step, from: document) else { return nil }
      (document, line) = (next, place)
    }
    return line
  }

  private static func step(
    _ step: SweepPath.Step, from document: ValueDocument
  ) -> (ValueDocument, Int?)? {
    switch step {
    case .factor(let name):
      let member = document.members?.first { $0.name == name }
      return member.map { ($0.value, $0.line) }
    case .level(let level):
      if let members = document.members {
        // A key means what it says, or is the text of a scalar as in JSON.
        let member = members.first {
          ParameterValue($0.scalar) == level || $0.name == level.description
            || $0.name == level.json.serialized()
        }
        return member.map { ($0.value, $0.line) }
      }
      let item = document.elements?.first {
        ParameterValue($0.json["level"] ?? .null) == level
      }
      return item.map { ($0["factors"] ?? $0, $0.line) }
    }
  }
}
