import AutoMLModel
import AutoMLTracking
import Synchronization

/// The entries of combinations of one factor.
func entries(_ levels: Range<Int>) -> [SweepEntry] { entries(Array(levels)) }

/// The entries of combinations of one factor, in order.
func entries(_ levels: [Int]) -> [SweepEntry] {
  levels.map { SweepEntry(parameters: #"{"x":\#($0)}"#, digest: Int64($0) &* 7_919) }
}

extension Connector {
  /// Takes so many combinations for its session, or with another lease.
  func take(
    _ count: Int, of sweep: SweepRecord, _ lease: CombinationLease = CombinationLease()
  ) async throws -> [TakenCombination] {
    try await takeCombinations(of: sweep.id, count: count, lease: lease)
  }

  /// Marks combinations that were taken, as their holder.
  @discardableResult
  func mark(
    _ taken: some Sequence<TakenCombination>, of sweep: SweepRecord, as marking: CombinationMarking
  ) async throws -> Int {
    try await markCombinations(
      taken.map { CombinationMark($0.id, timesTaken: $0.timesTaken) }, of: sweep.id, as: marking)
  }

  /// The levels of the factor in the order of the list.
  func levels(
    of sweep: SweepRecord, in status: CombinationStatus? = nil
  ) async throws -> [Int] {
    try await records(of: sweep, in: status).map { $0.parameters.level }
  }

  /// The combinations in the order of the list.
  func records(
    of sweep: SweepRecord, in status: CombinationStatus? = nil
  ) async throws -> [CombinationRecord] {
    let records = Mutex<[CombinationRecord]>([])
    try await readCombinations(of: sweep.id, in: status) { record in
      records.withLock { $0.append(record) }
      return true
    }
    return records.withLock { $0 }
  }

  /// The present counts as "T R S I D".
  func counts(of sweep: SweepRecord) async throws -> String {
    let counts = try await self.sweep(named: sweep.name).counts
    return "T\(counts.total) R\(counts.remaining) S\(counts.skipped) I\(counts.inProgress) "
      + "D\(counts.done)"
  }
}

extension TakenCombination {
  /// The level of the only factor.
  var level: Int { parameters.level }
}

extension ParameterSet {
  /// The level of the only factor.
  fileprivate var level: Int { entries.first?.value.number.map { Int($0) } ?? -1 }
}
