import AutoMLModel
import AutoMLTracking
import Testing

/// Expects an action to throw an error of a code and to leave no trace in the store.
func refuses(
  _ code: TrackingError.Code, on store: any Connector,
  at place: SourceLocation = #_sourceLocation, _ action: () async throws -> Void
) async throws {
  try await refuses("\(code)", on: store, at: place, where: { $0 == code }, action)
}

/// Expects an action to throw an illegal transition and to leave no trace in the store.
func refusesStep(
  on store: any Connector, at place: SourceLocation = #_sourceLocation,
  _ action: () async throws -> Void
) async throws {
  try await refuses(
    "illegalTransition", on: store, at: place,
    where: { if case .illegalTransition = $0 { true } else { false } }, action)
}

/// Expects an action to throw a label mismatch of any size and to leave no trace in the store.
func refusesLabels(
  on store: any Connector, at place: SourceLocation = #_sourceLocation,
  _ action: () async throws -> Void
) async throws {
  try await refuses(
    "labelMismatch", on: store, at: place,
    where: { if case .labelMismatch = $0 { true } else { false } }, action)
}

private func refuses(
  _ expected: String, on store: any Connector, at place: SourceLocation,
  where matches: (TrackingError.Code) -> Bool, _ action: () async throws -> Void
) async throws {
  let before = try await StoreSnapshot(store)
  await expectThrow(expected, at: place, where: matches, action)
  let after = try await StoreSnapshot(store)
  #expect(before == after, "A refused call left a trace", sourceLocation: place)
}

/// Expects an action to throw an error of a code; the store is not looked at.
func expectThrow(
  _ code: TrackingError.Code, at place: SourceLocation = #_sourceLocation,
  _ action: () async throws -> Void
) async {
  await expectThrow("\(code)", at: place, where: { $0 == code }, action)
}

private func expectThrow(
  _ expected: String, at place: SourceLocation, where matches: (TrackingError.Code) -> Bool,
  _ action: () async throws -> Void
) async {
  do {
    try await action()
    Issue.record("Nothing was thrown, expected \(expected)", sourceLocation: place)
  } catch let error as TrackingError {
    if !matches(error.code) {
      Issue.record(
        "Threw \(error.code) (\(error)), expected \(expected)", sourceLocation: place)
    }
    #expect(!error.message.isEmpty, "An error without a message", sourceLocation: place)
  } catch {
    Issue.record("Threw \(error), which is not a TrackingError", sourceLocation: place)
  }
}
