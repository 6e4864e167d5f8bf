public import AutoMLModel

/// Draws every parameter by itself, without end.
///
/// Numbers are drawn evenly on their domain's scale, both ends included; choices are equally
/// likely. The n-th result depends on the seed, the space and n alone, so that a search which was
/// interrupted goes on at any place.
public struct RandomSearch: SearchAlgorithm, Hashable {
  /// The space that is searched.
  public let space: SearchSpace
  /// What the results follow from.
  public let seed: UInt64
  /// How many results have been given or passed over.
  public var position = 0

  /// Makes a search.
  public init(space: SearchSpace, seed: UInt64) {
    self.space = space
    self.seed = seed
  }

  /// Nil: there is no end.
  public var count: Int? { nil }

  /// The result at a place.
  ///
  /// - Returns: Nil for a place below 0 and for a space whose parameters have no value at all.
  public func result(at index: Int) -> SearchResult? {
    guard index >= 0 else { return nil }
    var generator = SeededGenerator(seed: seed, stream: UInt64(index))
    var values: [ParameterRangeLocator: ParameterValue] = [:]
    for dimension in space.dimensions {
      guard let value = dimension.domain.sample(&generator) else { return nil }
      values[dimension.locator] = value
    }
    return result(of: values)
  }
}

extension ParameterDomain {
  /// A random value, or nil when the domain is an empty choice.
  func sample(_ generator: inout SeededGenerator) -> ParameterValue? {
    switch self {
    case .float(let low, let high, .linear):
      let share = generator.unitInterval()
      return .float(share == 1 ? high : min(max(low + (high - low) * share, low), high))
    case .float(let low, let high, .logarithmic):
      return .float(
        Self.geometric(from: low, to: high, share: generator.unitInterval()))
    case .integer(let low, let high, .linear):
      let span = UInt64(bitPattern: high &- low)
      return .integer(low &+ Int64(bitPattern: generator.bounded(through: span)))
    case .integer(let low, let high, .logarithmic):
      // Half a step beyond each end gives the ends their full share after rounding.
      let number = Self.geometric(
        from: Double(low) - 0.5, to: Double(high) + 0.5, share: generator.unitInterval())
      return .integer(min(max(Int64(exactly: number.rounded()) ?? high, low), high))
    case .choice(let values):
      guard !values.isEmpty else { return nil }
      return values[Int(generator.bounded(through: UInt64(values.count - 1)))]
    }
  }

  /// The number that lies a share of the way between two positive ones, by equal ratios.
  static func geometric(from low: Double, to high: Double, share: Double) -> Double {
    if share <= 0 { return low }
    if share >= 1 { return high }
    let start = PortableLogarithm.log(low)
    let power = start + (PortableLogarithm.log(high) - start) * share
    return min(max(PortableLogarithm.exp(power), low), high)
  }
}
