public import AutoMLModel

/// The record of parameter sweeps: lists of combinations that many processes work off together.
///
/// A combination is in exactly one state. Each is handed out once, in the order of the list, until
/// it is marked; those in progress come back when their lease is over or their holder is dead.
/// The cost of taking and marking grows with the logarithm of the list's length only.
public protocol SweepStore: Sendable {
  /// Puts combinations on the list of a sweep, instead of those that are on it; a sweep of a new
  /// name is recorded.
  ///
  /// Equal combinations stand once, in their first place. What is known of a combination stays
  /// known, also while it is on no list. The same list again changes nothing.
  ///
  /// - Parameter entries: Read once or more, one after the other.
  /// - Throws: ``TrackingError`` `.invalidRequest` for an empty name, or parameters that are not a
  ///   JSON object of scalars.
  func setCombinations(
    _ entries: some Collection<SweepEntry> & Sendable, ofSweep name: String
  ) async throws -> SweepRecord

  /// Records a sweep of a new name, with its list.
  ///
  /// Equal combinations stand once, in their first place.
  ///
  /// - Throws: ``TrackingError`` `.sweepExists`; `.invalidRequest` as
  ///   ``setCombinations(_:ofSweep:)``.
  func createSweep(
    named name: String, of entries: some Collection<SweepEntry> & Sendable
  ) async throws -> SweepRecord

  /// A recorded sweep.
  ///
  /// - Throws: ``TrackingError`` `.unknownSweep`.
  func sweep(named name: String) async throws -> SweepRecord

  /// All sweeps, by id.
  func sweeps() async throws -> [SweepRecord]

  /// Forgets a sweep with all that was done in it.
  ///
  /// - Throws: ``TrackingError`` `.unknownSweep`; `.invalidRequest` while combinations are in
  ///   progress.
  func deleteSweep(_ id: SweepID) async throws

  /// Begins another run: what was skipped for one run waits again, unless the session that skipped
  /// it lives and is another one.
  ///
  /// - Returns: How many wait again.
  /// - Throws: ``TrackingError`` `.unknownSweep`.
  func beginRun(ofSweep id: SweepID) async throws -> Int

  /// Hands out the first combinations that wait, in the order of the list.
  ///
  /// - Returns: So many, or all that wait.
  /// - Throws: ``TrackingError`` `.unknownSweep`, or `.invalidRequest` for a lease that never ends
  ///   or a process that is not there.
  func takeCombinations(
    of sweep: SweepID, count: Int, lease: CombinationLease
  ) async throws -> [TakenCombination]

  /// Hands out those of some combinations that wait, in the given order.
  ///
  /// - Parameter limit: At most so many.
  /// - Throws: as ``takeCombinations(of:count:lease:)``, and ``TrackingError``
  ///   `.unknownCombination`.
  func takeCombinations(
    _ ids: [CombinationID], of sweep: SweepID, limit: Int, lease: CombinationLease
  ) async throws -> [TakenCombination]

  /// Changes the state of combinations, all or none; see ``CombinationMarking``.
  ///
  /// A mark of a hold that is over changes nothing, unless it says that the combination is done.
  ///
  /// - Returns: How many are now in another state than before.
  /// - Throws: ``TrackingError`` `.unknownSweep`, `.unknownCombination`.
  func markCombinations(
    _ marks: [CombinationMark], of sweep: SweepID, as marking: CombinationMarking
  ) async throws -> Int

  /// Lengthens the leases of combinations that are still held so, from now on.
  ///
  /// - Returns: How many leases were lengthened; a hold that is over is not.
  /// - Throws: ``TrackingError`` `.unknownSweep`, `.unknownCombination`.
  func renewCombinations(
    _ marks: [CombinationMark], of sweep: SweepID, for duration: Duration
  ) async throws -> Int

  /// Finds combinations by what they are; nil for each that the sweep does not know.
  ///
  /// - Throws: ``TrackingError`` `.unknownSweep`, `.invalidRequest` as ``setCombinations(_:ofSweep:)``.
  func findCombinations(
    _ entries: [SweepEntry], of sweep: SweepID
  ) async throws -> [CombinationID?]

  /// Remembers combinations that are on no list as done, should they ever be on one.
  ///
  /// - Throws: as ``findCombinations(_:of:)``.
  func rememberAsDone(_ entries: [SweepEntry], of sweep: SweepID) async throws

  /// Reads the combinations of the list in its order, in one consistent state.
  ///
  /// - Parameters:
  ///   - status: Only those in this state; nil for all.
  ///   - body: Is called for each, on a thread of the store; says whether to go on.
  /// - Throws: ``TrackingError`` `.unknownSweep`, and what the closure throws.
  func readCombinations(
    of sweep: SweepID, in status: CombinationStatus?,
    _ body: @escaping @Sendable (CombinationRecord) throws -> Bool
  ) async throws

  /// Has combinations wait again: what was skipped, and if asked for what is in progress or done.
  ///
  /// - Returns: How many wait again.
  /// - Throws: ``TrackingError`` `.unknownSweep`.
  func resetSweep(_ id: SweepID, inProgress: Bool, done: Bool) async throws -> Int
}
