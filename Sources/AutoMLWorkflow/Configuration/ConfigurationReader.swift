import AutoMLModel

/// Takes values out of nodes and keeps every mistake it meets.
struct ConfigurationReader {
  private(set) var problems: [ConfigurationProblem] = []

  /// A value with the path under which it stands.
  struct Field {
    let path: String
    let node: ConfigurationNode
  }

  /// The values of a mapping by their keys.
  struct Section {
    let path: String
    let mark: ConfigurationNode.Mark
    let entries: [ConfigurationNode.Entry]

    subscript(key: String) -> Field? {
      entries.first { $0.key == key }.map { Field(path: self.path(key), node: $0.value) }
    }

    func path(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }
  }

  mutating func report(_ problems: [ConfigurationProblem]) { self.problems += problems }

  mutating func report(_ field: Field, _ problem: String, _ advice: String) {
    report(field.path, field.node.mark, problem, advice)
  }

  mutating func report(
    _ path: String, _ mark: ConfigurationNode.Mark, _ problem: String, _ advice: String
  ) {
    problems.append(
      .init(
        keyPath: path, line: mark.line, column: mark.column, problem: problem, advice: advice))
  }
}

extension ConfigurationReader {
  /// Opens a mapping.
  ///
  /// - Parameter keys: What may stand in it; nil lets every key through.
  /// - Parameter other: Words from elsewhere, or once in use, with what to write instead.
  mutating func section(
    _ field: Field, keys: [String]?, other: [String: String] = [:], what: String = "a mapping"
  ) -> Section? {
    guard case .mapping(let entries) = field.node.value else {
      wrongType(field, what)
      return nil
    }
    let section = Section(path: field.path, mark: field.node.mark, entries: entries)
    guard let keys else { return section }
    for entry in entries where !keys.contains(entry.key) {
      var advice = "allowed are \(keys.joined(separator: ", "))"
      if let replacement = other[entry.key] {
        advice = replacement
      } else if let close = Suggestion.closest(to: entry.key, among: keys) {
        advice = "did you mean \(close.quoted)?"
      } else if entry.key == "<<" {
        advice = "merge keys are not supported; write the values out"
      }
      let shown = entry.key.quoted.dropFirst().dropLast()
      report(section.path(String(shown)), entry.mark, "there is no such key", advice)
    }
    return section
  }

  /// A value that must be there.
  mutating func required(_ key: String, in section: Section, _ advice: String) -> Field? {
    if let field = section[key] { return field }
    let mark = section.path.isEmpty ? .unknown : section.mark
    report(section.path(key), mark, "the key is missing", advice)
    return nil
  }

  mutating func wrongType(_ field: Field, _ expected: String) {
    report(field, "is \(field.node.kind)", "write \(expected)")
  }
}

extension ConfigurationReader {
  mutating func text(_ field: Field, _ expected: String = "a text") -> String? {
    guard case .string = field.node.value else {
      wrongType(field, expected)
      return nil
    }
    return field.node.source
  }

  mutating func boolean(_ field: Field) -> Bool? {
    guard case .boolean(let flag) = field.node.value else {
      wrongType(field, "true or false")
      return nil
    }
    return flag
  }

  mutating func integer(
    _ field: Field, in range: ClosedRange<Int>, _ what: String = "a whole number"
  ) -> Int? {
    let bounds =
      range.upperBound == .max
      ? "of at least \(range.lowerBound)" : "from \(range.lowerBound) to \(range.upperBound)"
    guard case .integer(let number) = field.node.value else {
      wrongType(field, "\(what) \(bounds)")
      return nil
    }
    guard let value = Int(exactly: number), range.contains(value) else {
      report(field, "\(number) is not possible", "write \(what) \(bounds)")
      return nil
    }
    return value
  }

  mutating func integer64(_ field: Field) -> Int64? {
    switch field.node.value {
    case .integer(let number): return number
    case .number(let number) where Int64(exactly: number) != nil:
      report(field, "is the real number \(field.node.source)", "write it without fraction or e")
    case .number: wrongType(field, "a whole number of at most 64 bits")
    default: wrongType(field, "a whole number")
    }
    return nil
  }

  mutating func number(_ field: Field) -> Double? {
    switch field.node.value {
    case .integer(let number): return Double(number)
    case .number(let number) where number.isFinite: return number
    case .number: report(field, "\(field.node.source) is not finite", "write a finite number")
    default: wrongType(field, "a number")
    }
    return nil
  }

  mutating func seed(_ field: Field) -> UInt64? {
    let digits = field.node.source.filter { $0 != "_" }
    switch field.node.value {
    case .integer(let number) where number >= 0: return UInt64(number)
    case .number where UInt64(digits) != nil: return UInt64(digits)
    // A recorded seed that no JSON number holds exactly.
    case .string where UInt64(digits) ?? 0 > UInt64(Int64.max): return UInt64(digits)
    case .integer, .number:
      report(field, "\(field.node.source) is no seed", "write a whole number from 0 to 2^64 - 1")
    default: wrongType(field, "a whole number from 0 to 2^64 - 1")
    }
    return nil
  }

  mutating func duration(_ field: Field, allowsZero: Bool = false) -> Duration? {
    let example = "a time such as 90, 90s, 15m, 2h, 1d or 250ms"
    switch field.node.value {
    case .string, .integer, .number: break
    default:
      wrongType(field, example)
      return nil
    }
    let text = field.node.source
    guard let duration = Quantity.duration(text) else {
      report(field, "\(text.quoted) is no time", "write \(example)")
      return nil
    }
    guard duration > .zero || allowsZero else {
      report(field, "\(text.quoted) is no time at all", "write a time above 0")
      return nil
    }
    return duration
  }

  mutating func size(_ field: Field) -> Int64? {
    let example = "a size such as 512MB, 8GB or 1GiB"
    switch field.node.value {
    case .string, .integer, .number: break
    default:
      wrongType(field, example)
      return nil
    }
    guard let size = Quantity.size(field.node.source), size > 0 else {
      report(field, "\(field.node.source.quoted) is no size", "write \(example)")
      return nil
    }
    return size
  }

  mutating func word<Word: RawRepresentable & CaseIterable>(
    _ field: Field, of type: Word.Type = Word.self, other: [String: String] = [:]
  ) -> Word? where Word.RawValue == String {
    let words = Word.allCases.map(\.rawValue)
    let allowed = words.joined(separator: " or ")
    guard let text = text(field, allowed) else { return nil }
    if let word = Word(rawValue: text) { return word }
    var advice = "write \(allowed)"
    if let replacement = other[text.lowercased()] {
      advice = replacement
    } else if let close = Suggestion.closest(to: text, among: words) {
      advice = "did you mean \(close.quoted)?"
    }
    report(field, "\(text.quoted) is not known", advice)
    return nil
  }

  mutating func elements(_ field: Field, _ expected: String) -> [Field]? {
    guard case .sequence(let nodes) = field.node.value else {
      wrongType(field, expected)
      return nil
    }
    return nodes.enumerated().map { Field(path: "\(field.path)[\($0)]", node: $1) }
  }
}
