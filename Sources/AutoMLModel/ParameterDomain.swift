/// The values that a parameter can take.
public enum ParameterDomain: Hashable, Sendable {
  /// How the values between two numbers are spread.
  public enum Scale: String, Hashable, Sendable {
    /// Equal differences are equally likely.
    case linear
    /// Equal ratios are equally likely; both ends are positive.
    case logarithmic
  }

  /// Real numbers from `low` to `high`, both included.
  case float(low: Double, high: Double, scale: Scale = .linear)
  /// Whole numbers from `low` to `high`, both included.
  case integer(low: Int64, high: Int64, scale: Scale = .linear)
  /// One of a list of values, none of which stands twice.
  case choice([ParameterValue])

  /// Tells whether a value belongs to the domain, its type included.
  public func contains(_ value: ParameterValue) -> Bool {
    switch (self, value) {
    case (.float(let low, let high, _), .float(let number)): (low...high).contains(number)
    case (.integer(let low, let high, _), .integer(let number)): (low...high).contains(number)
    case (.choice(let values), _): values.contains(value)
    default: false
    }
  }

  /// The number of different values, or nil when it is not finite or does not fit.
  public var count: Int? {
    switch self {
    case .float(let low, let high, _): low == high ? 1 : nil
    case .integer(let low, let high, _):
      high.subtractingReportingOverflow(low).overflow || high - low == .max
        ? nil : Int(high - low) + 1
    case .choice(let values): values.count
    }
  }

  /// What makes the domain impossible, or nil when it is sound.
  public var problem: DomainProblem? {
    switch self {
    case .float(let low, let high, let scale):
      if !low.isFinite || !high.isFinite || !(high - low).isFinite { return .notFinite }
      if low > high { return .emptyRange }
      return scale == .logarithmic && low <= 0 ? .logarithmOfNonPositive : nil
    case .integer(let low, let high, let scale):
      if low > high { return .emptyRange }
      return scale == .logarithmic && low <= 0 ? .logarithmOfNonPositive : nil
    case .choice(let values):
      if values.isEmpty { return .noValues }
      if Set(values).count < values.count { return .repeatedValue }
      return values.contains { $0.number.map { !$0.isFinite } ?? false } ? .notFinite : nil
    }
  }
}

/// What can be wrong with a parameter's domain.
public enum DomainProblem: Hashable, Sendable, CustomStringConvertible {
  /// The low end lies above the high end.
  case emptyRange
  /// A logarithmic scale begins at or below 0.
  case logarithmOfNonPositive
  /// A number is NaN or infinite, or the range is wider than a double can hold.
  case notFinite
  /// There is nothing to choose from.
  case noValues
  /// A choice stands twice.
  case repeatedValue

  /// A clause for people.
  public var description: String {
    switch self {
    case .emptyRange: "the low end is above the high end"
    case .logarithmOfNonPositive: "a logarithmic range must begin above 0"
    case .notFinite: "the numbers must be finite"
    case .noValues: "there must be at least one value"
    case .repeatedValue: "a value stands twice"
    }
  }
}
