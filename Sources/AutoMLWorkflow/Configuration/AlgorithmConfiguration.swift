public import AutoMLModel
public import AutoMLSearch
public import AutoMLSweep

/// How an experiment searches.
public struct AlgorithmConfiguration: Hashable, Sendable {
  /// The algorithms by their names in experiment files.
  public enum Name: String, Hashable, Sendable, CaseIterable {
    /// Every parameter by chance.
    case random
    /// Every combination once.
    case grid
    /// Every combination of a sweep once: levels that are listed, and factors below some of them.
    case sweep
  }

  /// The algorithm.
  public var name: Name
  /// The seed of its random choices; nil means that one is to be drawn and recorded.
  public var seed: UInt64?
  /// The number of a grid's points along a float.
  public var points: Int
  /// How a grid walks along single parameters, by their names.
  public var spacing: [String: GridSpacing]
  /// Which parameter of a grid changes fastest.
  public var order: GridSearch.Order
  /// What a sweep goes through.
  public var factors: Factors

  /// Describes a search.
  public init(
    _ name: Name = .random, seed: UInt64? = nil, points: Int = GridSearch.defaultPoints,
    spacing: [String: GridSpacing] = [:], order: GridSearch.Order = .lastFastest,
    factors: Factors = [:]
  ) {
    self.name = name
    self.seed = seed
    self.points = points
    self.spacing = spacing
    self.order = order
    self.factors = factors
  }

  /// The search as a value that makes results.
  ///
  /// - Parameter seed: Takes the place of ``seed`` when that is nil.
  /// - Throws: ``GridError`` for a grid that cannot be, `SweepError` for such a sweep; the search of
  ///   a checked file can.
  public func search(in space: SearchSpace, seed: UInt64) throws -> any SearchAlgorithm {
    switch name {
    case .sweep: try SweepSearch(factors, in: space)
    case .random: RandomSearch(space: space, seed: self.seed ?? seed)
    case .grid: try GridSearch(space: space, spacing: spacing, points: points, order: order)
    }
  }
}
