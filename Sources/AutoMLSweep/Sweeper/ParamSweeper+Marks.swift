import AutoMLModel
import AutoMLTracking
import Synchronization

extension ParamSweeper {
  /// Marks a combination as done, whatever it was before (`done`).
  ///
  /// One that is on no list is done as soon as it is on one. Once more changes nothing.
  ///
  /// - Throws: ``AutoMLTracking/TrackingError``.
  public func done(_ combination: Combination) async throws { try await done([combination]) }

  /// Marks combinations as done, all or none (`done_batch`).
  ///
  /// - Throws: as ``done(_:)``.
  public func done(_ combinations: some Collection<Combination>) async throws {
    let found = try await find(combinations)
    let foreign = found.filter { $0.mark == nil }.map(\.combination.entry)
    if !foreign.isEmpty { try await connector.rememberAsDone(foreign, of: sweep) }
    try await mark(found, as: .done)
  }

  /// Leaves a combination out in this run, because it failed and is not to be tried again (`skip`).
  ///
  /// Nothing changes when it is done, or when its lease was over and somebody else has it.
  ///
  /// - Throws: ``SweeperError`` `.unknown`, ``AutoMLTracking/TrackingError``.
  public func skip(_ combination: Combination) async throws { try await skip([combination]) }

  /// Leaves combinations out in this run, all or none (`skip_batch`).
  ///
  /// - Throws: as ``skip(_:)``.
  public func skip(_ combinations: some Collection<Combination>) async throws {
    let found = try await findListed(combinations)
    try await mark(found, as: .skipped(persistently: options.persistsSkips))
  }

  /// Gives a combination back, so that it remains in its old place (`cancel`).
  ///
  /// Nothing changes when it is done, or when its lease was over and somebody else has it.
  ///
  /// - Throws: ``SweeperError`` `.unknown`, ``AutoMLTracking/TrackingError``.
  public func cancel(_ combination: Combination) async throws { try await cancel([combination]) }

  /// Gives combinations back, all or none (`cancel_batch`).
  ///
  /// - Throws: as ``cancel(_:)``.
  public func cancel(_ combinations: some Collection<Combination>) async throws {
    try await mark(try await findListed(combinations), as: .remaining)
  }

  /// Lengthens the lease of a combination, from now on.
  ///
  /// - Returns: Whether it was still this sweeper's; if not, somebody else may have it.
  /// - Throws: ``SweeperError`` `.unknown`, ``AutoMLTracking/TrackingError``.
  public func renew(_ combination: Combination, for duration: Duration) async throws -> Bool {
    let marks = try await findListed([combination]).compactMap(\.mark)
    return try await connector.renewCombinations(marks, of: sweep, for: duration) == 1
  }

  /// A combination with what marks it; nil when the sweep does not know it.
  private typealias Found = (combination: Combination, mark: CombinationMark?)

  private func find(_ combinations: some Collection<Combination>) async throws -> [Found] {
    var found: [Found] = taken.withLock { taken in combinations.map { ($0, taken.marks[$0]) } }
    let missing = found.indices.filter { found[$0].mark == nil }
    if missing.isEmpty { return found }
    let ids = try await connector.findCombinations(
      missing.map { found[$0].combination.entry }, of: sweep)
    for (place, id) in zip(missing, ids) { found[place].mark = id.map { CombinationMark($0) } }
    return found
  }

  private func findListed(_ combinations: some Collection<Combination>) async throws -> [Found] {
    let found = try await find(combinations)
    if let foreign = found.first(where: { $0.mark == nil }) {
      throw SweeperError.unknown(foreign.combination)
    }
    return found
  }

  private func mark(_ found: [Found], as marking: CombinationMarking) async throws {
    let marks = found.compactMap(\.mark)
    if marks.isEmpty { return }
    _ = try await connector.markCombinations(marks, of: sweep, as: marking)
    taken.withLock { taken in
      for (combination, mark) in found where taken.marks[combination] == mark {
        taken.marks[combination] = nil
      }
    }
  }
}
