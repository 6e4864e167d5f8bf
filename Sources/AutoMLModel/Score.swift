/// A number with the name under which a job reported it.
public struct LabelledValue: Hashable, Codable, Sendable {
  /// The metric's name.
  public let label: String
  /// The metric's value.
  public let value: Double

  /// Pairs a name with a value; finiteness is checked where it is recorded.
  public init(_ label: String, _ value: Double) {
    self.label = label
    self.value = value
  }
}

/// What the execution of a recommendation produced: one number that ranks it, and labelled others.
public struct Score: Hashable, Codable, Sendable {
  /// The number by which jobs are compared; always finite.
  public let value: Double
  /// Further metrics, in the order in which they were reported; all finite.
  public let labelled: [LabelledValue]

  /// Makes a score.
  ///
  /// - Throws: ``ScoreError/notFinite(label:value:)`` for NaN and infinities.
  public init(_ value: Double, labelled: [LabelledValue] = []) throws(ScoreError) {
    guard value.isFinite else { throw .notFinite(label: nil, value: value) }
    if let bad = labelled.first(where: { !$0.value.isFinite }) {
      throw .notFinite(label: bad.label, value: bad.value)
    }
    self.value = value
    self.labelled = labelled
  }

  /// The value of a further metric, or nil when the job did not report it.
  public subscript(label: String) -> Double? { labelled.last { $0.label == label }?.value }
}

/// Why numbers do not make a score.
public enum ScoreError: Error, Equatable, CustomStringConvertible {
  /// A number is NaN or infinite; no label means the score itself.
  case notFinite(label: String?, value: Double)

  /// A sentence for people.
  public var description: String {
    switch self {
    case .notFinite(let label, let value):
      "\(label.map { "'\($0)'" } ?? "the score") is \(value); it must be a finite number"
    }
  }
}
