/// When a failed attempt is followed by another one.
///
/// An attempt that was LOST with its engine, or CANCELLED by a stop, never counts.
public struct RetryPolicy: Hashable, Sendable {
  /// How many failed attempts of a job are followed by another one.
  public var count: Int
  /// The pause before the first retry; each further one is twice as long.
  public var backoff: Duration
  /// The longest pause.
  public var maximumBackoff: Duration
  /// The failures that are worth another attempt.
  public var kinds: Set<JobFailure.Kind>

  /// Makes a policy.
  public init(
    count: Int = 0, backoff: Duration = .zero, maximumBackoff: Duration = .seconds(300),
    kinds: Set<JobFailure.Kind> = Set(JobFailure.Kind.allCases)
  ) {
    self.count = count
    self.backoff = backoff
    self.maximumBackoff = maximumBackoff
    self.kinds = kinds
  }

  /// The pause before the next attempt, or nil when there is to be none.
  ///
  /// - Parameters:
  ///   - failures: How many attempts of the job have failed, this one included; at least 1.
  ///   - kind: How this one failed.
  ///   - jitter: A random number from 0 to 1; the pause is 0.5 to 1 times its full length, so
  ///     that jobs which failed together do not come back together.
  public func pause(
    afterFailures failures: Int, kind: JobFailure.Kind, jitter: Double
  ) -> Duration? {
    guard failures <= count, kinds.contains(kind) else { return nil }
    let full = min(backoff * (1 << min(failures - 1, 20)), maximumBackoff)
    return full * (0.5 + 0.5 * min(max(jitter, 0), 1))
  }
}
