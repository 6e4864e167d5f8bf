public import AutoMLModel

/// Every combination of some values of each parameter, once.
///
/// Combinations are made when they are asked for; a grid of any size takes no memory.
public struct GridSearch: SearchAlgorithm, Hashable {
  /// Which parameter changes from one result to the next.
  public enum Order: Hashable, Sendable {
    /// The last one, as the digits of a counter.
    case lastFastest
    /// The first one, as the classic Auptimizer's `sequence`.
    case firstFastest
  }

  /// The number of points along a float for which nothing else is said.
  public static let defaultPoints = 10

  /// The space that is searched.
  public let space: SearchSpace
  /// Which parameter changes fastest.
  public let order: Order
  /// How many results have been given or passed over.
  public var position = 0
  private let axes: [GridAxis]

  /// Makes a grid.
  ///
  /// - Parameters:
  ///   - spacing: How to walk along parameters, by name. For those not named it is
  ///     ``GridSpacing/complete``, and for floats `points`.
  ///   - points: The number of points along a float that is not in `spacing`.
  ///   - order: Which parameter changes fastest.
  /// - Throws: ``GridError`` for the first parameter along which there is no such walk.
  public init(
    space: SearchSpace, spacing: [String: GridSpacing] = [:], points: Int = defaultPoints,
    order: Order = .lastFastest
  ) throws(GridError) {
    var axes: [GridAxis] = []
    for dimension in space.dimensions {
      var fallback = GridSpacing.complete
      if case .float = dimension.domain { fallback = .points(points) }
      do throws(GridProblem) {
        axes.append(try GridAxis(dimension.domain, spacing[dimension.name] ?? fallback))
      } catch {
        throw GridError(parameter: dimension.name, problem: error)
      }
    }
    self.space = space
    self.axes = axes
    self.order = order
  }

  /// The number of combinations, or nil when no `Int` holds it.
  ///
  /// A space without parameters has one: the empty one.
  public var count: Int? {
    var product = 1
    for axis in axes {
      guard let count = axis.count else { return axes.contains { $0.count == 0 } ? 0 : nil }
      let (partial, overflow) = product.multipliedReportingOverflow(by: count)
      if overflow { return axes.contains { $0.count == 0 } ? 0 : nil }
      product = partial
    }
    return product
  }

  /// The combination at a place; nil below 0 and past the end.
  public func result(at index: Int) -> SearchResult? {
    guard index >= 0, !axes.contains(where: { $0.count == 0 }) else { return nil }
    var values: [ParameterRangeLocator: ParameterValue] = [:]
    var rest = index
    let pairs = zip(space.dimensions, axes)
    for (dimension, axis) in order == .firstFastest ? Array(pairs) : pairs.reversed() {
      let count = axis.count ?? .max
      values[dimension.locator] = axis.value(at: rest % count)
      rest /= count
    }
    return rest == 0 ? result(of: values) : nil
  }
}

/// Why a grid cannot be made.
public struct GridError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The parameter's name.
  public let parameter: String
  /// What is wrong with its walk.
  public let problem: GridProblem

  /// A sentence for people.
  public var description: String { "parameter '\(parameter)': \(problem)" }
}
