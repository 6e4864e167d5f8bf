import AutoMLModel
import AutoMLSweep
import AutoMLWorkflow

/// The factors of a sweep as a user wrote them: in a file, in options, or in both.
struct SweepDescription {
  /// The factors, those of the file first.
  let factors: Factors
  /// Every combination of their levels.
  let combinations: Combinations

  /// Reads a description.
  ///
  /// - Parameters:
  ///   - file: The name for messages and the text of a file.
  ///   - options: The factors that follow.
  /// - Throws: `ConfigurationError` or ``UserMistake``, with the factor and, in a file, its line.
  init(file: (name: String, text: String)?, options: [FactorOption]) throws {
    let document = try file.map { try Self.document($0.text, $0.name) }
    do throws(SweepError) {
      var list: [Factors.Factor] = []
      if let document { list = try Factors(json: document.json).list }
      list += try Factors(json: .object(options.map(\.member))).list
      factors = Factors(list)
      combinations = try factors.combinations()
    } catch {
      guard let document, let line = document.line(of: error.path) else {
        throw UserMistake("\(error)")
      }
      throw ConfigurationError(
        file: document.name,
        problems: [.init(keyPath: "", line: line, problem: "\(error)", advice: "")])
    }
  }

  /// The names of all factors, those below levels included.
  var names: Set<String> { Self.names(of: factors) }

  private static func names(of factors: Factors) -> Set<String> {
    factors.list.reduce(into: []) { names, factor in
      names.insert(factor.name)
      guard case .branches(let branches) = factor.levels else { return }
      for branch in branches { names.formUnion(Self.names(of: branch.factors)) }
    }
  }

  private static func document(_ text: String, _ name: String) throws -> SweepDocument {
    let root = try ValueDocument(
      parsing: text, file: name, adviceWhenEmpty: "write the factors, such as lr: [0.1, 0.01]")
    return try SweepDocument(root, name: name)
  }
}
