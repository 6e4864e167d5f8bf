import AutoMLModel
import AutoMLTracking

/// One task that does valid things at random and says what has been acknowledged.
///
/// The lines it prints are facts that must hold after any crash, unless a line that begins with
/// "deleting", "resetting", "removing" or (for closed ones) "continuing", printed before the
/// call, allows them to be gone:
///
///     experiment EID · job EID JID · attempt JID JAID · result JID IRID · set JID MRID
///     ended JID STATUS SCORE · failed JID JAID STATUS · message EID · closed EID STATUS
///     resource RID
struct Churner {
  let store: any Connector
  var generator: SeededGenerator
  var experiment: ExperimentID?
  var running: [StartedAttempt] = []
  var pending: [JobID] = []
  var resources: [ResourceID] = []

  init(store: any Connector, seed: UInt64) {
    self.store = store
    generator = SeededGenerator(seed: seed)
  }

  mutating func step() async throws {
    guard let experiment else { return try await begin() }
    switch Int.random(in: 0..<100, using: &generator) {
    case 0..<22: try await startJob(in: experiment)
    case 22..<30: try await retry()
    case 30..<55: try await reportNumbers()
    case 55..<61: try await reportSet()
    case 61..<78: try await finishOne()
    case 78..<82: try await failOne()
    case 82..<85: try await updateOne()
    case 85..<87:
      try await store.logErrorMessage("trouble", for: experiment)
      TrackingProbe.report("message \(experiment)")
    case 87..<90: try await takeAndFree()
    case 90..<93: try await declare()
    case 93: try await store.heartbeat()
    case 94: _ = try await store.recover()
    case 95: try await record()
    default: try await end(experiment)
    }
  }

  /// Does something that may be refused because of what others do at the same time.
  func tolerating(
    _ allowed: (TrackingError.Code) -> Bool, _ action: () async throws -> Void
  ) async throws {
    do {
      try await action()
    } catch let error as TrackingError where allowed(error.code) {}
  }

  mutating func pick<Element>(_ elements: [Element]) -> (Int, Element)? {
    guard let index = elements.indices.randomElement(using: &generator) else { return nil }
    return (index, elements[index])
  }

  mutating func score() throws -> Score {
    let labelled = ["loss", "accuracy"].prefix(Int.random(in: 0...2, using: &generator)).map {
      LabelledValue($0, Double.random(in: 0..<1, using: &generator))
    }
    return try Score(Double.random(in: -1..<1, using: &generator), labelled: labelled)
  }
}
