/// The candidates among which a controller searches, parameter by parameter.
public struct SearchSpace: Hashable, Sendable {
  /// One parameter of the space.
  public struct Dimension: Hashable, Sendable {
    /// Locates the parameter; unique in the space.
    public let locator: ParameterRangeLocator
    /// The name under which scripts know it; unique in the space.
    public let name: String
    /// The values it can take.
    public let domain: ParameterDomain

    /// The domain as the guide writes it: one range for a number, one a choice for an enum.
    public var ranges: [SearchRange] {
      switch domain {
      case .float(let low, let high, _): [SearchRange(low, high)]
      case .integer(let low, let high, _): [SearchRange(Double(low), Double(high))]
      case .choice(let values): values.indices.map { SearchRange(Double($0)) }
      }
    }
  }

  /// What the space is called; for people only.
  public let name: String
  /// The parameters in the order in which they were given.
  public let dimensions: [Dimension]

  /// Makes a space the way the programming guide does, of locators and ranges.
  ///
  /// A float has exactly one range with its minimum not above its maximum; an enum has the
  /// ranges 0,0 · 1,1 · 2,2 … in order, and its values are those whole numbers. The parameters
  /// stand in the order of the pairs and are named after their locators.
  ///
  /// - Throws: ``SearchSpaceError`` for the first parameter that breaks a rule.
  public init(
    name: String, targets: KeyValuePairs<ParameterRangeLocator, [SearchRange]>
  ) throws(SearchSpaceError) {
    var dimensions: [Dimension] = []
    for (locator, ranges) in targets {
      dimensions.append(
        Dimension(
          locator: locator, name: locator.description,
          domain: try Self.domain(of: locator, ranges)))
    }
    try self.init(name: name, validating: dimensions)
  }

  /// Makes a space of named parameters, as an experiment file gives them.
  ///
  /// - Throws: ``SearchSpaceError`` for the first parameter that breaks a rule.
  public init(
    name: String, parameters: [(name: String, domain: ParameterDomain)]
  ) throws(SearchSpaceError) {
    var dimensions: [Dimension] = []
    for parameter in parameters {
      var type = ParameterRangeLocator.ParameterType.float
      if case .choice = parameter.domain { type = .enum }
      do throws(LocatorError) {
        dimensions.append(
          Dimension(
            locator: try .init(domain: .parameter, type: type, extra: parameter.name),
            name: parameter.name, domain: parameter.domain))
      } catch {
        throw SearchSpaceError(parameter: parameter.name, reason: .badLocator(error))
      }
    }
    try self.init(name: name, validating: dimensions)
  }

  private init(name: String, validating dimensions: [Dimension]) throws(SearchSpaceError) {
    var names: Set<String> = []
    for dimension in dimensions {
      guard names.insert(dimension.name).inserted else {
        throw SearchSpaceError(parameter: dimension.name, reason: .repeated)
      }
      if let problem = dimension.domain.problem {
        throw SearchSpaceError(parameter: dimension.name, reason: .domain(problem))
      }
    }
    self.name = name
    self.dimensions = dimensions
  }

  private static func domain(
    of locator: ParameterRangeLocator, _ ranges: [SearchRange]
  ) throws(SearchSpaceError) -> ParameterDomain {
    switch locator.type {
    case .float:
      guard let range = ranges.first, ranges.count == 1 else {
        throw SearchSpaceError(
          parameter: locator.description, reason: .rangeCount(ranges.count))
      }
      return .float(low: range.minimum, high: range.maximum)
    case .enum:
      for (index, range) in ranges.enumerated() where range != SearchRange(Double(index)) {
        throw SearchSpaceError(parameter: locator.description, reason: .enumOrder(index))
      }
      return .choice(ranges.indices.map { .integer(Int64($0)) })
    }
  }

  /// The parameter with a locator, or nil when the space has none.
  public subscript(locator: ParameterRangeLocator) -> Dimension? {
    dimensions.first { $0.locator == locator }
  }

  /// The parameter with a name, or nil when the space has none.
  public subscript(name: String) -> Dimension? { dimensions.first { $0.name == name } }

  /// The locators with their ranges, as in the programming guide.
  public var targets: [ParameterRangeLocator: [SearchRange]] {
    Dictionary(uniqueKeysWithValues: dimensions.map { ($0.locator, $0.ranges) })
  }

  /// The space as JSON: an object of parameter names, in order, each with its domain.
  public var json: JSONValue {
    .object(dimensions.map { .init($0.name, $0.domain.json) })
  }
}

extension ParameterDomain {
  /// The domain as JSON, in the words of an experiment file.
  public var json: JSONValue {
    switch self {
    case .float(let low, let high, let scale):
      [
        "type": "float", "low": .number(low), "high": .number(high),
        "log": .boolean(scale == .logarithmic),
      ]
    case .integer(let low, let high, let scale):
      [
        "type": "int", "low": .integer(low), "high": .integer(high),
        "log": .boolean(scale == .logarithmic),
      ]
    case .choice(let values): ["type": "choice", "values": .array(values.map(\.json))]
    }
  }
}

/// Why a search space cannot be made.
public struct SearchSpaceError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong with the parameter.
  public enum Reason: Hashable, Sendable {
    /// Another parameter has the same name.
    case repeated
    /// The name does not make a locator.
    case badLocator(LocatorError)
    /// A float needs exactly one range.
    case rangeCount(Int)
    /// The range at this place of an enum is not its own number.
    case enumOrder(Int)
    /// The domain is impossible.
    case domain(DomainProblem)
  }

  /// The parameter's name or locator.
  public let parameter: String
  /// What is wrong with it.
  public let reason: Reason

  /// A sentence for people.
  public var description: String {
    switch reason {
    case .repeated: "the parameter '\(parameter)' stands twice"
    case .badLocator(let error): "parameter '\(parameter)': \(error)"
    case .rangeCount(let count):
      "parameter '\(parameter)': a float has exactly one range, not \(count)"
    case .enumOrder(let index):
      "parameter '\(parameter)': choice \(index) of an enum must be the range \(index),\(index)"
    case .domain(let problem): "parameter '\(parameter)': \(problem)"
    }
  }
}
