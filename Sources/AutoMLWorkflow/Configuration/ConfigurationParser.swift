import AutoMLModel
import Yams

/// Turns the text of an experiment file into nodes with places.
///
/// JSON is read as the YAML that it is, with a second look for what libYAML does not know of it.
struct ConfigurationParser {
  /// The most nodes a document may have once its aliases are replaced.
  static let maximumNodes = 200_000
  /// The deepest nesting.
  static let maximumDepth = 32
  /// The most aliases; few enough that even nested ones cannot explode.
  static let maximumAliases = 20

  private var problems: [ConfigurationProblem] = []
  private var nodes = 0
  /// What to do about an empty document.
  private let adviceWhenEmpty: String

  private init(adviceWhenEmpty: String) { self.adviceWhenEmpty = adviceWhenEmpty }

  /// Parses a document.
  ///
  /// - Returns: The document, nil when there is none to be had, and what is wrong with it.
  static func parse(
    _ text: String, adviceWhenEmpty: String = "see `automl init` for an example"
  ) -> (ConfigurationNode?, [ConfigurationProblem]) {
    var parser = Self(adviceWhenEmpty: adviceWhenEmpty)
    let node = parser.document(text)
    return (node, parser.problems)
  }

  private mutating func document(_ text: String) -> ConfigurationNode? {
    guard aliasCount(text) <= Self.maximumAliases else {
      report("there are more than \(Self.maximumAliases) aliases", "write the values out")
      return nil
    }
    do throws(ConfigurationProblemList) {
      guard let root = try compose(text) else {
        report("the file holds nothing", adviceWhenEmpty)
        return nil
      }
      return node(root, path: "", depth: 0)
    } catch {
      if text.drop(while: \.isWhitespace).first == "{" {
        do throws(JSONSyntaxError) {
          return ConfigurationNode(try JSONValue(parsing: text))
        } catch  where error.reason != "unexpected character" {
          let line = text.utf8.prefix(error.offset).count { $0 == 0x0A } + 1
          report("the file is not valid JSON: \(error.reason)", "correct it", line: line)
          return nil
        } catch {}
      }
      problems += error.problems
      return nil
    }
  }

  /// Counts what could be an alias, if there is anything that could be an anchor.
  private func aliasCount(_ text: String) -> Int {
    var anchors = 0
    var aliases = 0
    var previous: UInt8 = 0x0A
    for byte in text.utf8 {
      let follows = previous == UInt8(ascii: "*") || previous == UInt8(ascii: "&")
      if follows, byte > 0x20, byte != previous {
        if previous == UInt8(ascii: "*") { aliases += 1 } else { anchors += 1 }
      }
      previous = byte
    }
    return anchors > 0 ? aliases : 0
  }

  private mutating func report(
    _ problem: String, _ advice: String, path: String = "", line: Int? = nil, column: Int? = nil
  ) {
    problems.append(
      .init(keyPath: path, line: line, column: column, problem: problem, advice: advice))
  }
}

/// Problems on their way up.
private struct ConfigurationProblemList: Error {
  let problems: [ConfigurationProblem]
}

extension ConfigurationParser {
  /// Marks the first of two equal keys, so that the rest of the file can still be checked.
  private static let repeatedMark: Character = "\u{E0F0}"

  /// Composes the document; a repeated key does not end it but is renamed.
  private mutating func compose(_ text: String) throws(ConfigurationProblemList) -> Node? {
    var text = text
    for _ in 0..<20 {
      do {
        return try Yams.compose(yaml: text, .basic)
      } catch YamlError.duplicatedKeysInMapping(let keys, let context) {
        let key = keys.first ?? ""
        guard let renamed = Self.rename(key, at: context.mark, in: text) else {
          throw ConfigurationProblemList(problems: [
            .init(
              keyPath: "", line: context.mark.line, column: context.mark.column,
              problem: "the key \(key.quoted) stands twice", advice: "remove one")
          ])
        }
        text = renamed
      } catch {
        throw ConfigurationProblemList(problems: [Self.problem(of: error, in: text)])
      }
    }
    throw ConfigurationProblemList(problems: [
      .init(keyPath: "", line: nil, problem: "many keys stand twice", advice: "remove them")
    ])
  }

  private static func rename(_ key: String, at mark: Yams.Mark, in text: String) -> String? {
    var lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }.map(String.init)
    guard lines.indices.contains(mark.line - 1) else { return nil }
    var line = lines[mark.line - 1].unicodeScalars
    guard
      var place = line.index(line.startIndex, offsetBy: mark.column - 1, limitedBy: line.endIndex),
      place < line.endIndex
    else { return nil }
    if line[place] == "\"" || line[place] == "'" { place = line.index(after: place) }
    guard String(line[place...]).hasPrefix(key) else { return nil }
    line.insert(contentsOf: String(repeatedMark).unicodeScalars, at: place)
    lines[mark.line - 1] = String(line)
    return lines.joined(separator: "\n")
  }

  private static func problem(of error: any Error, in text: String) -> ConfigurationProblem {
    func problem(_ reason: String, _ line: Int?, _ column: Int?) -> ConfigurationProblem {
      let tabs = reason.contains("cannot start any token") && text.contains("\t")
      return .init(
        keyPath: "", line: line, column: column,
        problem: "the file is neither valid YAML nor JSON: \(reason)",
        advice: tabs ? "indent with spaces, not tabs" : "correct the text there")
    }
    switch error {
    case YamlError.scanner(_, let reason, let mark, _),
      YamlError.parser(_, let reason, let mark, _),
      YamlError.composer(_, let reason, let mark, _):
      return problem(reason, mark.line, mark.column)
    case YamlError.reader(let reason, let offset, _, _):
      let line = offset.map { text.prefix($0).count { $0.isNewline } + 1 }
      return problem(reason, line, nil)
    default: return problem("\(error)", nil, nil)
    }
  }
}

extension ConfigurationParser {
  private mutating func node(_ node: Node, path: String, depth: Int) -> ConfigurationNode {
    let mark = ConfigurationNode.Mark(line: node.mark?.line, column: node.mark?.column)
    nodes += 1
    guard nodes <= Self.maximumNodes, depth <= Self.maximumDepth else {
      if nodes == Self.maximumNodes + 1 || depth == Self.maximumDepth + 1 {
        report(
          "the document is too large or nested too deeply", "make it simpler", path: path,
          line: mark.line, column: mark.column)
      }
      return ConfigurationNode(.null, mark: mark)
    }
    switch node {
    case .scalar(let scalar): return self.scalar(scalar, path: path, mark: mark)
    case .sequence(let sequence):
      let elements = sequence.enumerated().map { index, element in
        self.node(element, path: "\(path)[\(index)]", depth: depth + 1)
      }
      return ConfigurationNode(.sequence(elements), mark: mark)
    case .mapping(let mapping):
      return ConfigurationNode(
        .mapping(entries(mapping, path: path, depth: depth)), mark: mark)
    case .alias: return ConfigurationNode(.null, mark: mark)
    }
  }

  private mutating func entries(
    _ mapping: Node.Mapping, path: String, depth: Int
  ) -> [ConfigurationNode.Entry] {
    var entries: [ConfigurationNode.Entry] = []
    for (key, value) in mapping {
      let mark = ConfigurationNode.Mark(line: key.mark?.line, column: key.mark?.column)
      guard case .scalar(let scalar) = key else {
        report(
          "a key is not a simple word", "write `key: value`", path: path, line: mark.line,
          column: mark.column)
        continue
      }
      let name = scalar.string.drop { $0 == Self.repeatedMark }
      let inner = path.isEmpty ? String(name) : "\(path).\(name)"
      if name.count < scalar.string.count {
        report(
          "the key stands twice", "remove this one or the other", path: inner, line: mark.line,
          column: mark.column)
        continue
      }
      entries.append(
        .init(
          key: String(name), mark: mark, value: node(value, path: inner, depth: depth + 1),
          isPlain: scalar.style == .plain))
    }
    return entries
  }

  private mutating func scalar(
    _ scalar: Node.Scalar, path: String, mark: ConfigurationNode.Mark
  ) -> ConfigurationNode {
    let text = scalar.string
    let tag = scalar.tag.rawValue
    if tag == Tag.Name.str.rawValue {
      return ConfigurationNode(.string, source: text, mark: mark)
    }
    if tag != Tag.Name.implicit.rawValue {
      report(
        "the tag \(tag.quoted) is not supported", "write the value alone", path: path,
        line: mark.line, column: mark.column)
    }
    guard let value = YAMLScalar.value(of: text) else {
      report(
        "\(text) begins with 0, which some tools read as octal",
        "write it without the 0, as 0o… for octal, or in quotes for a text", path: path,
        line: mark.line, column: mark.column)
      let sign = text.prefix { $0 == "-" || $0 == "+" }
      let bare = sign + text.dropFirst(sign.count).drop { $0 == "0" }
      return ConfigurationNode(
        YAMLScalar.value(of: "\(bare)") ?? .string, source: text, mark: mark)
    }
    return ConfigurationNode(value, source: text, mark: mark)
  }
}
