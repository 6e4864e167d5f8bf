public import AutoMLModel

/// The description of a sweep: named factors in order, each with its levels.
///
/// It answers the dict that execo's `sweep` takes, and is written as a literal of the same shape:
///
/// ```swift
/// let factors: Factors = [
///   "depth": [1, 2],
///   "kernel": ["linear": [:], "rbf": ["gamma": [0.1, 1.0]]],
/// ]
/// ```
///
/// A description may be wrong; ``combinations()`` tells.
public struct Factors: Hashable, Sendable {
  /// One named factor.
  public struct Factor: Hashable, Sendable {
    /// The factor's name.
    public let name: String
    /// The levels that it takes.
    public let levels: Levels

    /// Names some levels.
    public init(_ name: String, _ levels: Levels) {
      self.name = name
      self.levels = levels
    }
  }

  /// The factors; the last one changes fastest.
  public var list: [Factor]

  /// Makes a description of factors in order.
  public init(_ list: [Factor] = []) { self.list = list }
}

extension Factors: ExpressibleByDictionaryLiteral {
  /// Makes a description of literal pairs, in their order.
  public init(dictionaryLiteral elements: (String, Levels)...) {
    list = elements.map { Factor($0.0, $0.1) }
  }
}

/// The levels of one factor.
public enum Levels: Hashable, Sendable {
  /// One level, and the factors that are swept only where it is taken.
  public struct Branch: Hashable, Sendable {
    /// The level.
    public let level: ParameterValue
    /// The factors below it; none for just the level.
    public let factors: Factors

    /// Puts factors below a level.
    public init(_ level: ParameterValue, _ factors: Factors = [:]) {
      self.level = level
      self.factors = factors
    }
  }

  /// Bare levels; one that stands twice is taken twice.
  case levels([ParameterValue])
  /// Levels with factors of their own.
  case branches([Branch])

  /// The real numbers of ``AutoMLSweep/geom(_:_:_:)`` as levels.
  ///
  /// - Throws: ``GeometricError``.
  public static func geom(
    _ start: Double, _ end: Double, _ count: Int
  ) throws(GeometricError) -> Levels {
    .levels(try AutoMLSweep.geom(start, end, count).map { .float($0) })
  }

  /// The whole numbers of ``AutoMLSweep/igeom(_:_:_:)`` as levels.
  ///
  /// - Throws: ``GeometricError``.
  public static func igeom(
    _ start: Double, _ end: Double, _ count: Int
  ) throws(GeometricError) -> Levels {
    .levels(try AutoMLSweep.igeom(start, end, count).map { .integer(Int64($0)) })
  }
}

extension Levels: ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral {
  /// Makes bare levels.
  public init(arrayLiteral elements: ParameterValue...) { self = .levels(elements) }
  /// Makes levels with factors of their own, in literal order.
  public init(dictionaryLiteral elements: (ParameterValue, Factors)...) {
    self = .branches(elements.map { Branch($0.0, $0.1) })
  }
}
