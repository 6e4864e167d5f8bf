/// One value from each of some dimensions of a search space.
public struct SearchResult: Hashable, Sendable {
  /// The space that the values are from.
  public let space: SearchSpace
  /// The values by locator.
  public let values: [ParameterRangeLocator: ParameterValue]

  /// Makes a result.
  ///
  /// - Throws: ``SearchResultError`` for a locator that is not in the space, or a value that is
  ///   not in its domain. A parameter without a value is not an error.
  public init(
    space: SearchSpace, values: [ParameterRangeLocator: ParameterValue]
  ) throws(SearchResultError) {
    for (locator, value) in values {
      guard let dimension = space[locator] else { throw .unknownParameter(locator.description) }
      guard dimension.domain.contains(value) else {
        throw .outsideSpace(parameter: dimension.name, value: value)
      }
    }
    self.space = space
    self.values = values
  }

  /// Makes a result of named values.
  ///
  /// - Throws: ``SearchResultError``, as ``init(space:values:)``.
  public init(space: SearchSpace, parameters: ParameterSet) throws(SearchResultError) {
    var values: [ParameterRangeLocator: ParameterValue] = [:]
    for entry in parameters.entries {
      guard let dimension = space[entry.name] else { throw .unknownParameter(entry.name) }
      values[dimension.locator] = entry.value
    }
    try self.init(space: space, values: values)
  }

  /// The values under the names of the space's parameters, in the space's order.
  public var parameters: ParameterSet {
    ParameterSet(
      space.dimensions.compactMap { dimension in
        values[dimension.locator].map { (dimension.name, $0) }
      })
  }
}

/// Why values do not belong to a search space.
public enum SearchResultError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The space has no such parameter.
  case unknownParameter(String)
  /// The value lies outside the parameter's domain, or is of another type.
  case outsideSpace(parameter: String, value: ParameterValue)

  /// A sentence for people.
  public var description: String {
    switch self {
    case .unknownParameter(let name): "'\(name)' is not a parameter of the search space"
    case .outsideSpace(let name, let value): "\(value) is not in the domain of '\(name)'"
    }
  }
}
