public import AutoMLModel

/// One mistake in an experiment file.
public struct ConfigurationProblem: Hashable, Sendable {
  /// The key at fault as a path, such as `parameters.lr.low`; empty for the file as a whole.
  public let keyPath: String
  /// The line, from 1; nil when there is none to point at.
  public let line: Int?
  /// The column in the line, from 1.
  public let column: Int?
  /// What is wrong.
  public let problem: String
  /// What would be right.
  public let advice: String

  /// Describes a mistake.
  public init(
    keyPath: String, line: Int?, column: Int? = nil, problem: String, advice: String
  ) {
    self.keyPath = keyPath
    self.line = line
    self.column = column
    self.problem = problem
    self.advice = advice
  }
}

/// Every mistake that was found in an experiment file.
public struct ConfigurationError: Error, Hashable, Sendable {
  /// The file's path, as it was given.
  public let file: String
  /// The mistakes by line; those without a line are last.
  public let problems: [ConfigurationProblem]

  /// Collects mistakes.
  public init(file: String, problems: [ConfigurationProblem]) {
    self.file = file
    self.problems = problems.enumerated()
      .sorted { ($0.element.line ?? .max, $0.offset) < ($1.element.line ?? .max, $1.offset) }
      .map(\.element)
  }

  /// The mistakes for machines.
  ///
  /// An object of `file` and `problems`, each with `key`, `line`, `column`, `problem`, `advice`.
  public var json: JSONValue {
    func number(_ value: Int?) -> JSONValue { value.map { .integer(Int64($0)) } ?? .null }
    return [
      "file": .string(file),
      "problems": .array(
        problems.map {
          [
            "key": .string($0.keyPath), "line": number($0.line), "column": number($0.column),
            "problem": .string($0.problem), "advice": .string($0.advice),
          ]
        }),
    ]
  }
}

extension ConfigurationError: CustomStringConvertible {
  /// The mistakes for people, a line each: `FILE:LINE: key.path: what is wrong; what is right`.
  public var description: String {
    problems.map { problem in
      var text = file
      if let line = problem.line { text += ":\(line)" }
      if !problem.keyPath.isEmpty { text += ": \(problem.keyPath)" }
      text += ": \(problem.problem)"
      return problem.advice.isEmpty ? text : text + "; " + problem.advice
    }
    .joined(separator: "\n")
  }
}

extension String {
  /// The text in quotes for a message: on one line, without control characters, and not too long.
  var quoted: String {
    var shown = ""
    for scalar in unicodeScalars.prefix(80) {
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator:
        shown += scalar.escaped(asASCII: true)
      default: shown.unicodeScalars.append(scalar)
      }
    }
    return unicodeScalars.count > 80 ? "'\(shown)…'" : "'\(shown)'"
  }

  /// Whether a character stands in the text that a terminal would act upon.
  var hasControlCharacters: Bool {
    unicodeScalars.contains {
      switch $0.properties.generalCategory {
      case .control, .lineSeparator, .paragraphSeparator: true
      default: false
      }
    }
  }
}
