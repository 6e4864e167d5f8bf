/// The direction in which scores improve.
public enum OptimizationGoal: String, Codable, Sendable, CaseIterable {
  /// The highest score is the best.
  case maximize
  /// The lowest score is the best.
  case minimize

  /// Tells whether a score beats another; equal scores do not beat each other.
  public func isBetter(_ score: Double, than other: Double) -> Bool {
    switch self {
    case .maximize: score > other
    case .minimize: score < other
    }
  }
}
