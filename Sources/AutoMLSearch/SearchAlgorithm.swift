public import AutoMLModel

/// A way to walk through a search space, as a value without input and output.
///
/// Equal algorithms give equal results in equal order on every platform.
public protocol SearchAlgorithm: Sendable {
  /// The space that is searched.
  var space: SearchSpace { get }

  /// How many results there are in all, or nil when there is no end or no `Int` holds it.
  var count: Int? { get }

  /// The result at a place, whatever has been asked before; nil past the end.
  ///
  /// - Parameter index: The place, from 0.
  func result(at index: Int) -> SearchResult?

  /// How many results ``next()`` has given or passed over.
  var position: Int { get set }
}

extension SearchAlgorithm {
  /// The next result, or nil when there is none left.
  public mutating func next() -> SearchResult? {
    guard let result = result(at: position) else { return nil }
    position += 1
    return result
  }

  /// Passes over results, as if they had been asked for.
  public mutating func skip(_ count: Int) { position += max(count, 0) }
}

extension SearchAlgorithm {
  /// Makes a result of values that come from the space's own domains.
  func result(of values: [ParameterRangeLocator: ParameterValue]) -> SearchResult {
    do throws(SearchResultError) {
      return try SearchResult(space: space, values: values)
    } catch {
      preconditionFailure("a search left its space: \(error)")
    }
  }
}
