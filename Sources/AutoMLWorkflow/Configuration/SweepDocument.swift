import AutoMLModel
public import AutoMLSweep

/// The factors of a sweep as a document describes them: one reading for every file that may.
///
/// Levels are scalars as YAML reads them, in lists and as keys alike. What stands in quotes is a
/// text, and so is every key of JSON, which has the list `[{"level": 1, "factors": {…}}]` for others.
public struct SweepDocument: Sendable {
  /// The factors that could be read.
  public private(set) var factors = Factors()
  /// Every mistake, with its line.
  public internal(set) var problems: [ConfigurationProblem] = []
  /// The factors in the shape that `Factors(json:)` reads, their levels in lists.
  private(set) var json: JSONValue = [:]
  /// The factors at every depth with their places, as far as they could be read.
  var names: [(name: String, mark: ConfigurationNode.Mark)] = []
  let root: ConfigurationNode
  /// Each clash takes another look at all factors.
  private static let maximumClashes = 20
  private let keyPath: String

  /// Reads the factors of a file, at its top level or below its only key `factors`.
  ///
  /// - Parameter file: The name for messages.
  /// - Throws: ``ConfigurationError`` with every mistake.
  public init(parsing text: String, file: String) throws(ConfigurationError) {
    let (node, problems) = ConfigurationParser.parse(
      text, adviceWhenEmpty: "write the factors, such as lr: [0.1, 0.01]")
    guard let node, problems.isEmpty else {
      throw ConfigurationError(file: file, problems: problems)
    }
    self.init(node.unwrapped, keyPath: "")
    if !self.problems.isEmpty { throw ConfigurationError(file: file, problems: self.problems) }
  }

  /// Reads factors.
  ///
  /// - Parameter keyPath: The key at which messages say they stand.
  init(_ root: ConfigurationNode, keyPath: String) {
    (self.root, self.keyPath) = (root, keyPath)
    guard case .mapping(let entries) = root.value else {
      report(SweepError(SweepPath(), .notFactors(root.levelJSON)))
      return
    }
    json = .object(entries.map { factor($0) })
    checkTogether()
  }

  private mutating func factor(_ entry: ConfigurationNode.Entry) -> JSONValue.Member {
    let before = problems.count
    let member = factor(entry, in: SweepPath())
    guard problems.count == before else { return member }
    do throws(SweepError) {
      let one = try Factors(json: .object([member]))
      _ = try one.combinations()
      factors.list += one.list
    } catch {
      report(error)
    }
    return member
  }

  /// Looks for factors that do not go together, and names the first ones that do not.
  private mutating func checkTogether() {
    var sound = factors
    for _ in 0..<Self.maximumClashes {
      do throws(SweepError) {
        _ = try sound.combinations()
        return
      } catch {
        report(error)
        guard case .nameTaken = error.reason, case .factor(let name)? = error.path.steps.first,
          let place = sound.list.lastIndex(where: { $0.name == name })
        else { return }
        sound.list.remove(at: place)
      }
    }
  }

  mutating func report(_ error: SweepError) {
    report(mark(of: error.path) ?? .unknown, "\(error)", "")
  }

  mutating func report(_ mark: ConfigurationNode.Mark, _ problem: String, _ advice: String) {
    problems.append(
      .init(
        keyPath: keyPath, line: mark.line, column: mark.column, problem: problem, advice: advice))
  }
}

extension ConfigurationNode {
  /// The factors of a file.
  fileprivate var unwrapped: ConfigurationNode {
    guard case .mapping(let entries) = value, entries.count == 1, entries[0].key == "factors",
      case .mapping = entries[0].value.value
    else { return self }
    return entries[0].value
  }
}
