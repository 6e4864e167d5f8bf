public import AutoMLModel
public import AutoMLSearch
public import AutoMLSweep

/// Every combination of a sweep, once, as a search.
///
/// Equal combinations are one result, at the place of the first.
///
/// Factors below some levels only are parameters that only some results have.
public struct SweepSearch: SearchAlgorithm {
  /// Every factor with the levels that it takes anywhere in the sweep.
  public let space: SearchSpace
  /// How many results have been given or passed over.
  public var position = 0
  private let combinations: Combinations

  /// Makes a search over a description.
  ///
  /// - Parameter space: Has every factor of ``parameters(of:)`` with all its levels.
  /// - Throws: ``AutoMLSweep/SweepError``; also for a level that stands twice with different factors.
  public init(_ factors: Factors, in space: SearchSpace) throws(SweepError) {
    combinations = try factors.withoutRepeats().combinations()
    self.space = space
  }

  /// The number of combinations.
  public var count: Int? { combinations.count }

  /// The combination at a place; nil below 0 and past the end.
  public func result(at index: Int) -> SearchResult? {
    guard combinations.indices.contains(index) else { return nil }
    do throws(SearchResultError) {
      return try SearchResult(space: space, parameters: combinations[index].parameters)
    } catch {
      preconditionFailure("a sweep left its space: \(error)")
    }
  }

  /// The factors of a description in the order in which they appear, each with all its levels.
  public static func parameters(
    of factors: Factors
  ) -> [(name: String, levels: [ParameterValue])] {
    var found = FactorLevels()
    found.add(factors)
    return found.names.map { ($0, found.levels[$0, default: []]) }
  }

  /// The factors that every combination has.
  public static func commonNames(of factors: Factors) -> [String] { factors.list.map(\.name) }
}

/// The levels of factors by their names.
private struct FactorLevels {
  var names: [String] = []
  var levels: [String: [ParameterValue]] = [:]
  private var seen: [String: Set<ParameterValue>] = [:]

  mutating func add(_ factors: Factors) {
    for factor in factors.list {
      if levels[factor.name] == nil {
        names.append(factor.name)
        levels[factor.name] = []
      }
      switch factor.levels {
      case .levels(let values):
        for value in values { add(value, to: factor.name) }
      case .branches(let branches):
        for branch in branches {
          add(branch.level, to: factor.name)
          add(branch.factors)
        }
      }
    }
  }

  private mutating func add(_ level: ParameterValue, to name: String) {
    guard seen[name, default: []].insert(level).inserted else { return }
    levels[name, default: []].append(level)
  }
}
