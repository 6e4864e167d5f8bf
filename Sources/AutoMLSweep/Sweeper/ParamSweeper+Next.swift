import AutoMLModel
import AutoMLTracking
import Synchronization

extension ParamSweeper {
  /// Chooses among the remaining combinations, and says in which order they are taken: execo's
  /// `filtr`.
  ///
  /// It is called with all that remain, in the order of the list, and gives those that may be taken,
  /// the first ones first; equal ones count once. It is called again when others were faster and took
  /// them all. It may take its time; nobody waits for it.
  public typealias Filter = @Sendable ([Combination]) throws -> [Combination]

  /// Takes the next combination that remains, or gives nil when none does (`get_next`).
  ///
  /// - Parameter filter: Chooses; nil takes the first one of the list, which costs no more for a
  ///   long list than for a short one.
  /// - Throws: ``AutoMLTracking/TrackingError``; ``SweeperError`` `.notRemaining` for a filter that
  ///   chose something else; what the filter throws. Nothing is taken then.
  public func next(_ filter: Filter? = nil) async throws -> Combination? {
    try await nextBatch(1, filter).first
  }

  /// Takes the next combinations that remain, at most so many (`get_next_batch`).
  ///
  /// - Parameter count: How many; none for numbers below 1.
  /// - Throws: as ``next(_:)``.
  public func nextBatch(_ count: Int, _ filter: Filter? = nil) async throws -> [Combination] {
    guard count > 0 else { return [] }
    let batch = try await take(count, filter)
    guard batch.isEmpty else { return batch }
    // Nothing remains, unless a process died with what it had.
    let report = try await connector.recover()
    return report.returnedCombinations.isEmpty ? [] : try await take(count, filter)
  }

  private func take(_ count: Int, _ filter: Filter?) async throws -> [Combination] {
    guard let filter else {
      return keep(
        try await connector.takeCombinations(of: sweep, count: count, lease: lease))
    }
    while true {
      let remaining = try await identified(in: .remaining)
      let ids = Dictionary(remaining, uniquingKeysWith: { first, _ in first })
      let wanted = try filter(remaining.map(\.0)).map { combination in
        guard let id = ids[combination] else { throw SweeperError.notRemaining(combination) }
        return id
      }
      if wanted.isEmpty { return [] }
      let batch = try await connector.takeCombinations(
        wanted, of: sweep, limit: count, lease: lease)
      // Others may have taken them all meanwhile; then the filter is asked again.
      if !batch.isEmpty { return keep(batch) }
    }
  }

  private var lease: CombinationLease {
    CombinationLease(duration: options.lease, owner: options.owner)
  }

  /// Remembers the holds on what was taken.
  private func keep(_ batch: [TakenCombination]) -> [Combination] {
    taken.withLock { taken in
      batch.map { held in
        let combination = taken.layouts.combination(held.parameters)
        taken.marks[combination] = CombinationMark(held.id, timesTaken: held.timesTaken)
        return combination
      }
    }
  }
}
