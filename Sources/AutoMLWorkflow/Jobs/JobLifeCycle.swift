public import AutoMLModel

/// The life of one job as the engine sees it: a pure value that tells what to do next.
///
///     waiting ──started──▶ running ──succeeded──▶ ended(FINISHED)
///        ▲                    │ ├────stoppedEarly──▶ ended(EARLY_STOPPED)
///        ▲                    │ ├────failed, no retry left──▶ ended(FAILED)
///        └──failed, retry─────┘ └────interrupted──▶ waiting (put back)
public struct JobLifeCycle: Hashable, Sendable {
  private enum State: Hashable {
    case waiting
    case running
    case ended(JobStatus)
  }

  /// What the end of an attempt calls for.
  public enum Action: Hashable, Sendable {
    /// End the attempt and the job with this score.
    case finish(Score)
    /// End the attempt and the job with the best value that it reached.
    case stopEarly(EarlyStop)
    /// End the attempt and the job without a score.
    case fail(JobFailure)
    /// End the attempt and start another one after a pause.
    case retry(after: Duration, JobFailure)
    /// End the attempt as cancelled and leave the job for a later run.
    case putBack
  }

  /// An event that the present state does not allow.
  public struct IllegalTransition: Error, Hashable, Sendable, CustomStringConvertible {
    /// The state.
    public let state: String
    /// The event.
    public let event: String
    /// A sentence for people.
    public var description: String { "A job that is \(state) cannot be told '\(event)'." }
  }

  private var state = State.waiting
  /// How many attempts have failed; lost and cancelled ones do not count.
  public private(set) var failures: Int

  /// Makes the life of a job that waits for its next attempt.
  ///
  /// - Parameter failures: How many attempts have failed already.
  public init(failures: Int = 0) { self.failures = failures }

  /// Whether the job has ended.
  public var isEnded: Bool { if case .ended = state { true } else { false } }

  /// An attempt has begun.
  public mutating func started() throws(IllegalTransition) {
    guard state == .waiting else { throw illegal("started") }
    state = .running
  }

  /// The attempt ended with a score.
  public mutating func succeeded(_ score: Score) throws(IllegalTransition) -> Action {
    guard state == .running else { throw illegal("succeeded") }
    state = .ended(.finished)
    return .finish(score)
  }

  /// The attempt was ended because of its intermediate results.
  public mutating func stoppedEarly(_ stop: EarlyStop) throws(IllegalTransition) -> Action {
    guard state == .running else { throw illegal("stoppedEarly") }
    state = .ended(.earlyStopped)
    return .stopEarly(stop)
  }

  /// The attempt failed.
  ///
  /// - Parameter jitter: A random number from 0 to 1; see ``RetryPolicy``.
  public mutating func failed(
    _ failure: JobFailure, policy: RetryPolicy, jitter: Double
  ) throws(IllegalTransition) -> Action {
    guard state == .running else { throw illegal("failed") }
    failures += 1
    if let pause = policy.pause(afterFailures: failures, kind: failure.kind, jitter: jitter) {
      state = .waiting
      return .retry(after: pause, failure)
    }
    state = .ended(.failed)
    return .fail(failure)
  }

  /// The attempt was ended because the workflow stops.
  public mutating func interrupted() throws(IllegalTransition) -> Action {
    guard state == .running else { throw illegal("interrupted") }
    state = .waiting
    return .putBack
  }

  private func illegal(_ event: String) -> IllegalTransition {
    switch state {
    case .waiting: IllegalTransition(state: "waiting", event: event)
    case .running: IllegalTransition(state: "running", event: event)
    case .ended(let status): IllegalTransition(state: status.rawValue, event: event)
    }
  }
}
