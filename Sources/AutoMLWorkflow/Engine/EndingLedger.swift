import Synchronization

/// Records the ends of jobs one after the other, and tells the place of each.
///
/// Two ends that were recorded at the same time could be told to the controller in another order
/// than the store has them in.
final class EndingLedger: Sendable {
  private let turns = TurnQueue()
  private let count = Mutex(0)

  /// Records the end of a job.
  ///
  /// - Returns: Its place among the ends that this engine has recorded, from 0.
  func record(_ body: () async throws -> Void) async rethrows -> Int {
    try await turns.inTurn {
      try await body()
      return count.withLock { count in
        defer { count += 1 }
        return count
      }
    }
  }
}
