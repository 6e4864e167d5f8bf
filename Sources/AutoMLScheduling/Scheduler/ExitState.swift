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
}

/// What a run does about an error or a cancellation.
public enum FaultPolicy: Hashable, Sendable {
  /// Ends the run and throws.
  case raise
  /// Tells subscribers and goes on.
  case `continue`
  /// Ends the run without throwing.
  case end
}

/// Why a scheduler refuses a call.
public enum SchedulerError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Work can be submitted only while the scheduler runs and has not been asked to stop.
  case notRunning
  /// A run is under way.
  case alreadyRunning
  /// A pool needs at least one worker.
  case invalidWidth(Int)

  /// A sentence for people.
  public var description: String {
    switch self {
    case .notRunning: "The scheduler is not running; submit work from on_start or later."
    case .alreadyRunning: "The scheduler is running already."
    case .invalidWidth(let width): "A pool needs at least one worker, not \(width)."
    }
  }
}
