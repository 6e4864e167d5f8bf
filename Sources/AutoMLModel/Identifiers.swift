/// A typed row number of the tracking database.
///
/// Identifiers are positive, never reused, and encode as a bare integer.
public protocol RowIdentifier: RawRepresentable, Hashable, Comparable, Codable, Sendable,
  CustomStringConvertible, ExpressibleByIntegerLiteral
where RawValue == Int64 {
  /// Wraps a row number; every number is accepted, whether or not the row exists.
  init(rawValue: Int64)
}

extension RowIdentifier {
  /// Wraps a literal row number.
  public init(integerLiteral value: Int64) { self.init(rawValue: value) }

  /// Orders identifiers by age: a later row has the higher number.
  public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

  /// The bare number.
  public var description: String { String(rawValue) }
}

/// Identifies a resource: one slot of a GPU, CPU, node, … (`rid`).
public struct ResourceID: RowIdentifier {
  /// The row number.
  public let rawValue: Int64
  /// Wraps a row number.
  public init(rawValue: Int64) { self.rawValue = rawValue }
}

/// Identifies a running or past engine process (`sid`).
public struct SessionID: RowIdentifier {
  /// The row number.
  public let rawValue: Int64
  /// Wraps a row number.
  public init(rawValue: Int64) { self.rawValue = rawValue }
}

/// Identifies an experiment (`eid`).
public struct ExperimentID: RowIdentifier {
  /// The row number.
  public let rawValue: Int64
  /// Wraps a row number.
  public init(rawValue: Int64) { self.rawValue = rawValue }
}

/// Identifies a job, known elsewhere as a trial (`jid`).
public struct JobID: RowIdentifier {
  /// The row number.
  public let rawValue: Int64
  /// Wraps a row number.
  public init(rawValue: Int64) { self.rawValue = rawValue }
}

/// Identifies one attempt at running a job (`jaid`).
public struct AttemptID: RowIdentifier {
  /// The row number.
  public let rawValue: Int64
  /// Wraps a row number.
  public init(rawValue: Int64) { self.rawValue = rawValue }
}

/// Identifies a number that a job reported while it ran (`irid`).
public struct IntermediateResultID: RowIdentifier {
  /// The row number.
  public let rawValue: Int64
  /// Wraps a row number.
  public init(rawValue: Int64) { self.rawValue = rawValue }
}

/// Identifies one labelled number of a set that a job reported (`mrid`).
public struct MultipleResultID: RowIdentifier {
  /// The row number.
  public let rawValue: Int64
  /// Wraps a row number.
  public init(rawValue: Int64) { self.rawValue = rawValue }
}

/// Identifies a parameter sweep (`swid`).
public struct SweepID: RowIdentifier {
  /// The row number.
  public let rawValue: Int64
  /// Wraps a row number.
  public init(rawValue: Int64) { self.rawValue = rawValue }
}

/// Identifies a combination of a parameter sweep (`cid`).
public struct CombinationID: RowIdentifier {
  /// The row number.
  public let rawValue: Int64
  /// Wraps a row number.
  public init(rawValue: Int64) { self.rawValue = rawValue }
}
