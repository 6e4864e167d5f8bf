import AutoMLModel

/// How a grid walks along one parameter.
public enum GridSpacing: Hashable, Sendable {
  /// Every value; only whole numbers and choices have it.
  case complete
  /// That many values, spread over the whole range with both ends, by the domain's scale.
  ///
  /// One point is the low end. Whole numbers are rounded, and no value comes twice. Choices are
  /// always complete.
  case points(Int)
  /// From the low end in equal steps up to the high end at most.
  case step(Double)
  /// Whole numbers in equal whole steps, so large that about as many come out.
  ///
  /// The classic Auptimizer's `n`: 0 to 10 with 4 gives 0, 3, 6, 9. Other parameters are as with
  /// ``points(_:)``.
  case wholeSteps(Int)
}

/// The values of one parameter in a grid, made when they are asked for.
struct GridAxis: Hashable, Sendable {
  private enum Values: Hashable {
    case integers(low: Int64, step: Int64)
    case floats(low: Double, step: Double, high: Double)
    case spread(low: Double, high: Double, scale: ParameterDomain.Scale)
    case list([ParameterValue])
  }

  /// How many values there are; nil when no `Int` holds it.
  let count: Int?
  private let values: Values

  /// The most points that a grid spreads over one parameter.
  static let maximumPoints = 1_000_000

  init(_ domain: ParameterDomain, _ spacing: GridSpacing) throws(GridProblem) {
    switch spacing {
    case .points(let points), .wholeSteps(let points):
      guard 1...Self.maximumPoints ~= points else { throw .badPointCount(points) }
    case .step(let step):
      guard step > 0, step.isFinite else { throw .badStep(step) }
    case .complete: break
    }
    switch (domain, spacing) {
    case (.choice(let choices), _): (values, count) = (.list(choices), choices.count)
    case (.float(let low, let high, _), _) where low == high:
      (values, count) = (.list([.float(low)]), 1)
    case (.float, .complete): throw .uncountable
    case (.float(let low, let high, let scale), .points(let points)),
      (.float(let low, let high, let scale), .wholeSteps(let points)):
      (values, count) = (.spread(low: low, high: high, scale: scale), points)
    case (.float(let low, let high, _), .step(let step)):
      // A hair more, for a last step that rounding puts just beyond the end.
      let steps = ((high - low) / step + 1e-9).rounded(.down)
      values = .floats(low: low, step: step, high: high)
      count = Int(exactly: steps + 1)
    case (.integer(let low, let high, _), .complete):
      (values, count) = (.integers(low: low, step: 1), Self.count(low, high, step: 1))
    case (.integer(let low, let high, _), .step(let step)):
      guard let whole = Int64(exactly: step) else { throw .badStep(step) }
      (values, count) = (.integers(low: low, step: whole), Self.count(low, high, step: whole))
    case (.integer(let low, let high, _), .wholeSteps(let points)):
      let span = UInt64(bitPattern: high &- low)
      let step = points == 1 ? span : span / UInt64(points - 1)
      let whole = max(Int64(clamping: step), 1)
      values = .integers(low: low, step: whole)
      count = min(points, Self.count(low, high, step: whole) ?? points)
    case (.integer(let low, let high, let scale), .points(let points)):
      let spread = Self.spread(low, high, scale, points).map(ParameterValue.integer)
      (values, count) = (.list(spread), spread.count)
    }
  }

  /// The value at a place below ``count``.
  func value(at index: Int) -> ParameterValue {
    switch values {
    case .integers(let low, let step): .integer(low &+ Int64(index) &* step)
    case .floats(let low, let step, let high): .float(min(low + Double(index) * step, high))
    case .spread(let low, let high, let scale):
      .float(Self.spread(low, high, scale, index, of: count ?? 1))
    case .list(let list): list[index]
    }
  }

  private static func count(_ low: Int64, _ high: Int64, step: Int64) -> Int? {
    let steps = UInt64(bitPattern: high &- low) / UInt64(step)
    return steps < UInt64(Int.max) ? Int(steps) + 1 : nil
  }

  private static func spread(
    _ low: Double, _ high: Double, _ scale: ParameterDomain.Scale, _ index: Int, of points: Int
  ) -> Double {
    if index == 0 { return low }
    if index == points - 1 { return high }
    let share = Double(index) / Double(points - 1)
    return switch scale {
    case .linear: min(max(low + (high - low) * share, low), high)
    case .logarithmic: ParameterDomain.geometric(from: low, to: high, share: share)
    }
  }

  private static func spread(
    _ low: Int64, _ high: Int64, _ scale: ParameterDomain.Scale, _ points: Int
  ) -> [Int64] {
    if let all = count(low, high, step: 1), all <= points { return Array(low...high) }
    var values = [low]
    for index in 1..<max(points, 1) {
      let number = spread(Double(low), Double(high), scale, index, of: points)
      let value =
        index == points - 1
        ? high : min(max(Int64(exactly: number.rounded()) ?? high, low), high)
      if let last = values.last, value > last { values.append(value) }
    }
    return values
  }
}

/// Why a grid cannot walk along a parameter.
public enum GridProblem: Error, Hashable, Sendable, CustomStringConvertible {
  /// A range of real numbers has no complete list of values.
  case uncountable
  /// The number of points is below 1 or above a million.
  case badPointCount(Int)
  /// The step is not above 0, or not whole where whole numbers are walked.
  case badStep(Double)

  /// A clause for people.
  public var description: String {
    switch self {
    case .uncountable: "a range of real numbers needs a number of points or a step"
    case .badPointCount(let count):
      "\(count) points are not between 1 and \(GridAxis.maximumPoints)"
    case .badStep(let step): "\(step) is no step; it must be above 0, and whole for an int"
    }
  }
}
