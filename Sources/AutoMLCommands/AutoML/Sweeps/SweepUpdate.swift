import AutoMLModel
import AutoMLSweep
import AutoMLTracking
import AutoMLTrackingSQLite
import AutoMLWorkflow
import Synchronization

/// A new list for a sweep that is there.
struct SweepUpdate {
  /// The sweep's name.
  let name: String
  /// The new list.
  let description: SweepDescription
  /// The levels that what is done had in new factors.
  let assumed: ParameterSet

  /// Replaces the list.
  ///
  /// - Returns: The sweep with its new counts.
  /// - Throws: ``UserMistake`` when there is no such sweep, or nothing to be assumed.
  func apply(in connector: some Connector) async throws -> SweepRecord {
    let sweeper: ParamSweeper
    do {
      sweeper = try await ParamSweeper(name, in: connector, options: .joining)
    } catch let error as TrackingError where error.code == .unknownSweep(name) {
      let names = try await connector.sweeps().map(\.name)
      let close = Suggestion.closest(to: name, among: names)
      throw UserMistake(
        "\(error) " + (close.map { "Did you mean '\(VisibleText($0))'? " } ?? "")
          + "Without '--update' a new one is recorded.")
    }
    if let name = try await factorOfAll(in: connector) {
      throw UserMistake(
        "--assume \(name): every combination on the list has this factor, so that nothing is to be "
          + "assumed. If what is done was done without it, record the list without it first.")
    }
    try await sweeper.setSweeps(description.combinations, assuming: assumed)
    return try await sweeper.record()
  }

  /// An assumed factor that every combination on the old list has.
  private func factorOfAll(in connector: some Connector) async throws -> String? {
    let record = try await connector.sweep(named: name)
    guard record.counts.total > 0, !assumed.entries.isEmpty else { return nil }
    let common = Mutex(assumed.entries.map(\.name))
    try await connector.readCombinations(of: record.id, in: nil) { combination in
      common.withLock { names in
        names.removeAll { combination.parameters[$0] == nil }
        return !names.isEmpty
      }
    }
    return common.withLock(\.first)
  }
}

extension ParamSweeper.Options {
  /// Looks on and changes the list, but begins no run.
  static let joining = Self(joinsRun: true)
}
