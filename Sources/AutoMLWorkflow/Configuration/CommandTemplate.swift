public import AutoMLModel

/// A command line as words, with places for parameters.
///
/// It is taken apart once, when the experiment file is read. A value that is put in later can
/// make its word longer, but never become two words, an option of its own accord, or shell.
public struct CommandTemplate: Hashable, Sendable {
  /// A part of a word.
  public enum Piece: Hashable, Sendable {
    /// Text that stays as it is.
    case literal(String)
    /// The place of a parameter's value.
    case parameter(String)
  }

  /// The words, the first of which names the program; a word without pieces is empty.
  public let words: [[Piece]]

  /// Makes a command of words that hold no places.
  public init(literal words: [String]) {
    self.words = words.map { $0.isEmpty ? [] : [.literal($0)] }
  }

  init(words: [[Piece]]) { self.words = words }

  /// The names of the parameters that stand in the command, each once, in order.
  public var placeholders: [String] {
    var names: [String] = []
    for case .parameter(let name) in words.joined() where !names.contains(name) {
      names.append(name)
    }
    return names
  }

  /// The words for some parameters, the program's name first.
  ///
  /// A place whose parameter is not in the set becomes empty text.
  public func arguments(for parameters: ParameterSet) -> [String] {
    words.map { pieces in
      pieces.map { piece in
        switch piece {
        case .literal(let text): text
        case .parameter(let name): parameters[name]?.description ?? ""
        }
      }
      .joined()
    }
  }

  /// A word without places as text, or nil when it has some or there is no such word.
  func literalWord(_ index: Int) -> String? {
    guard words.indices.contains(index) else { return nil }
    var text = ""
    for piece in words[index] {
      guard case .literal(let part) = piece else { return nil }
      text += part
    }
    return text
  }
}

/// Why a text is not a command.
public struct CommandProblem: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong.
  public let problem: String
  /// What would be right.
  public let advice: String

  init(_ problem: String, _ advice: String) {
    self.problem = problem
    self.advice = advice
  }

  /// What is wrong and what would be right.
  public var description: String { "\(problem); \(advice)" }
}
