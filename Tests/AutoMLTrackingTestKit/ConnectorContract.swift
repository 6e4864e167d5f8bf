public import Testing

/// One promise that every connector keeps: a sentence and the check that proves it.
///
/// Run all of them against an implementation with
/// `@Test(arguments: ConnectorContract.allCases)` and a fresh ``ConnectorFixture`` for each.
public struct ConnectorContract: Sendable, Identifiable, CaseIterable, CustomTestStringConvertible {
  /// What is promised.
  public let sentence: String
  let check: @Sendable (any ConnectorFixture) async throws -> Void

  init(
    _ sentence: String, _ check: @escaping @Sendable (any ConnectorFixture) async throws -> Void
  ) {
    self.sentence = sentence
    self.check = check
  }

  /// The sentence, which no other promise has.
  public var id: String { sentence }

  /// The sentence.
  public var testDescription: String { sentence }

  /// Checks the promise on a store that nobody else uses.
  ///
  /// - Throws: whatever the connector throws where it should not.
  public func verify(on fixture: any ConnectorFixture) async throws { try await check(fixture) }

  /// Every promise, aspect by aspect.
  public static let allCases: [ConnectorContract] = [
    resources, taking, acquiring, devices, freeing,
    experiments, experimentNames, experimentLife, experimentEnd, experimentLists, tallies,
    jobs, jobResources, attempts, completions, successions, jobStatuses, outcomes, openJobs,
    histories, bests,
    intermediateResults, multipleResults,
    sweepLists, sweepStates, leases,
    sessions, closing, recovery, data, concurrency,
  ].flatMap { $0 }
}
