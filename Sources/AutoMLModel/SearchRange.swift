/// The closed interval from a minimum to a maximum: the building block of a search space.
public struct SearchRange: Hashable, Codable, Sendable {
  /// The lower end, which is part of the range.
  public let minimum: Double
  /// The upper end, which is part of the range.
  public let maximum: Double

  /// Makes a range; without a maximum it holds the one value.
  ///
  /// Whether the ends make sense is checked where a ``SearchSpace`` is made of ranges.
  public init(_ minimum: Double, _ maximum: Double? = nil) {
    self.minimum = minimum
    self.maximum = maximum ?? minimum
  }
}
