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
    let document = try file.map { try SweepDocument(parsing: $0.text, file: $0.name) }
    do throws(SweepError) {
      var list = document?.factors.list ?? []
      list += try Factors(json: .object(options.map(\.member))).list
      factors = Factors(list)
      combinations = try factors.combinations()
    } catch {
      guard let file, let line = document?.line(of: error.path) else {
        throw UserMistake("\(error)")
      }
      throw ConfigurationError(
        file: file.name,
        problems: [.init(keyPath: "", line: line, problem: "\(error)", advice: "")])
    }
  }

  /// All levels of a factor, wherever it stands; nil when there is no such factor.
  func levels(of name: String) -> [ParameterValue]? {
    SweepSearch.parameters(of: factors).first { $0.name == name }?.levels
  }
}
