public import AutoMLModel
public import AutoMLSearch

/// How an experiment searches.
public struct AlgorithmConfiguration: Hashable, Sendable {
  /// The algorithms by their names in experiment files.
  public enum Name: String, Hashable, Sendable, CaseIterable {
    /// Every parameter by chance.
    case random
    /// Every combination once.
    case grid
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

  /// Describes a search.
  public init(
    _ name: Name = .random, seed: UInt64? = nil, points: Int = GridSearch.defaultPoints,
    spacing: [String: GridSpacing] = [:], order: GridSearch.Order = .lastFastest
  ) {
    self.name = name
    self.seed = seed
    self.points = points
    self.spacing = spacing
    self.order = order
  }

  /// The search as a value that makes results.
  ///
  /// - Parameter seed: Takes the place of ``seed`` when that is nil.
  /// - Throws: ``GridError`` for a grid that cannot be; the search of a checked file can.
  public func search(
    in space: SearchSpace, seed: UInt64
  ) throws(GridError) -> any SearchAlgorithm {
    switch name {
    case .random: RandomSearch(space: space, seed: self.seed ?? seed)
    case .grid: try GridSearch(space: space, spacing: spacing, points: points, order: order)
    }
  }
}
