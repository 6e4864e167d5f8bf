/// Why an attempt at a job failed, in words a person can read and a policy can tell apart.
public struct JobFailure: Error, Hashable, Sendable, CustomStringConvertible {
  /// The kinds of failure that a retry policy tells apart; the raw values stand in experiment files.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// The process ended with an exit code other than 0.
    case exit
    /// A signal that nobody here sent ended the process.
    case signal
    /// The attempt took longer than it may.
    case timeout
    /// The attempt used more memory than it may.
    case memory
    /// The final score is missing, malformed, or not a finite number.
    case score
    /// The process could not be started.
    case launch
  }

  /// What kind of failure it is.
  public let kind: Kind
  /// What happened, as one sentence.
  public let reason: String
  /// The exit code, when the process exited.
  public let exitCode: Int?
  /// The signal, when one ended the process.
  public let signal: Int?

  /// Describes a failure.
  public init(_ kind: Kind, _ reason: String, exitCode: Int? = nil, signal: Int? = nil) {
    self.kind = kind
    self.reason = reason
    self.exitCode = exitCode
    self.signal = signal
  }

  /// The reason.
  public var description: String { reason }
}
