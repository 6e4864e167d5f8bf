public import AutoMLModel

/// Where in a sweep's description something stands: factors, and the levels below which they are.
public struct SweepPath: Hashable, Sendable, CustomStringConvertible {
  /// One step down.
  public enum Step: Hashable, Sendable {
    /// To a factor.
    case factor(String)
    /// To one of its levels.
    case level(ParameterValue)
  }

  /// The steps from the whole description; none for itself.
  public let steps: [Step]

  /// Makes a path.
  public init(_ steps: [Step] = []) { self.steps = steps }

  func factor(_ name: String) -> SweepPath { SweepPath(steps + [.factor(name)]) }
  func level(_ value: ParameterValue) -> SweepPath { SweepPath(steps + [.level(value)]) }

  /// The path for people: `"kernel" → "rbf" → "gamma"`.
  public var description: String {
    if steps.isEmpty { return "the sweep" }
    let words = steps.map { step in
      switch step {
      case .factor(let name): JSONValue.string(name).serialized()
      case .level(.float(let value)): value.description
      case .level(let value): value.json.serialized()
      }
    }
    return VisibleText(words.joined(separator: " → ")).description
  }
}

/// Why a description is no sweep, and where.
public struct SweepError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What can be wrong.
  public enum Reason: Hashable, Sendable {
    /// The description is not an object.
    case notFactors(JSONValue)
    /// What stands for the levels of a factor is neither a list nor an object.
    case notLevels(JSONValue)
    /// What stands below a level is not an object of factors.
    case branchNotFactors(JSONValue)
    /// An item of a list of levels is not a scalar.
    case levelNotScalar(JSONValue)
    /// A factor has no level.
    case noLevels
    /// A level stands twice, with different factors below it.
    case levelTwice(ParameterValue)
    /// A level is NaN or infinite.
    case notFinite(Double)
    /// A combination would have two factors of this name; the path leads to the other one.
    case nameTaken(by: SweepPath)
    /// There are more combinations than an `Int` holds.
    case tooMany
    /// What stands for a progression, `geom` or `igeom`, is not three numbers.
    case badProgression(String)
    /// There is no such progression.
    case progression(GeometricError)
  }

  /// The factor, or the level below which factors should be.
  public let path: SweepPath
  /// What is wrong there.
  public let reason: Reason

  /// Says what is wrong where.
  public init(_ path: SweepPath, _ reason: Reason) {
    self.path = path
    self.reason = reason
  }

  /// A sentence for people: where, what, and what would be right.
  public var description: String { "\(path): \(reason)" }
}

extension SweepError.Reason: CustomStringConvertible {
  /// A clause for people.
  public var description: String {
    switch self {
    case .notFactors(let json): "an object of factors should be here, not \(Self.excerpt(json))"
    case .notLevels(.null): "there are no levels; write a list of them, such as [1, 2]"
    case .notLevels(let json):
      "\(Self.excerpt(json)) is no list of levels; write [\(Self.excerpt(json))] for a single one"
    case .branchNotFactors(let json):
      "an object of factors should be below this level, not \(Self.excerpt(json)); {} for none"
    case .levelNotScalar(let json):
      """
      \(Self.excerpt(json)) is no level; a level is a number, a text or a truth value, \
      or {"level": …, "factors": {…}}
      """
    case .noLevels: "has no levels; give it one, or leave it out"
    case .levelTwice(let level):
      "\(Self.excerpt(level.json)) stands twice with different factors below it; write it once"
    case .notFinite(let value): "\(value) is no level; it must be a finite number"
    case .nameTaken(let other):
      "\(other) has the same name and would be in the same combination; rename one of them"
    case .tooMany: "with this factor there are more combinations than can be counted"
    case .badProgression(let name):
      "a progression is written {\"\(name)\": [first, last, count]}, with a whole number for count"
    case .progression(let error): error.description
    }
  }

  private static func excerpt(_ json: JSONValue) -> String {
    let text = VisibleText(json.serialized()).description
    return text.count > 40 ? "\(text.prefix(40))…" : text
  }
}
