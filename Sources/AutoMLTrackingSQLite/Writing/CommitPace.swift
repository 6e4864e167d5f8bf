/// How long commits take at the moment, and whether a caller's thread may wait for one.
///
/// A sync takes some 50 microseconds on one disk and 50 milliseconds on another, or on the same one
/// while somebody else writes. To hand a write to another thread and its result back costs as much
/// as a quick sync; to keep one of Swift's few threads through a slow one stops everything else.
struct CommitPace {
  /// The longest mean of commits that are made on a caller's thread.
  private static let limit = Duration.microseconds(250)
  /// By what part a commit moves the mean.
  private static let weight = 8

  private var mean: Duration?

  /// Whether commits are known to be quick.
  var isQuick: Bool { mean.map { $0 <= Self.limit } ?? false }

  /// Takes in how long a commit took.
  mutating func note(_ time: Duration) {
    mean = mean.map { $0 + (time - $0) / Self.weight } ?? time
  }
}
