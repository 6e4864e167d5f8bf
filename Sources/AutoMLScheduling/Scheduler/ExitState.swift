/// How a run of a scheduler ended.
public struct ExitState: Sendable {
  /// The kinds of end.
  public enum Code: String, Hashable, Sendable, CaseIterable {
    /// Somebody asked it to stop.
    case stopped
    /// Its time was up.
    case timeout
    /// There was nothing left to do.
    case exhausted
    /// Work was cancelled, and the policy was to end.
    case cancelled
    /// Somebody asked it to stop because of an error, and the policy was to go on after errors.
    case unknown
    /// Work or a callback threw, and the policy was to end.
    case exception
  }

  /// The kind of end.
  public let code: Code
  /// The error behind it, if there is one.
  public let error: (any Error)?

  /// Describes an end.
  public init(_ code: Code, error: (any Error)? = nil) {
    self.code = code
    self.error = error
  }

  /// Whether an error or a cancellation made the run end.
  var isFault: Bool { code == .exception || code == .cancelled }
}
