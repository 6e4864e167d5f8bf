public import AutoMLModel

/// Why a job is ended early, with the best value that it reached.
///
/// What gives a job's results to the engine throws it on, through the executor.
public struct EarlyStop: Error, Hashable, Sendable, CustomStringConvertible {
  /// The best score, with the further numbers that were reported together with it.
  public let best: Score
  /// The rule and its numbers, as one sentence.
  public let reason: String

  /// Describes an early end.
  public init(best: Score, reason: String) {
    self.best = best
    self.reason = reason
  }

  /// The reason.
  public var description: String { reason }
}
