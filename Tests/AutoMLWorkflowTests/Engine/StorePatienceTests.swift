import AutoMLTracking
import Logging
import Testing

@testable import AutoMLWorkflow

@Suite("Patience with a busy store")
struct StorePatienceTests {
  let patience = StorePatience(logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
  let busy = TrackingError(.busy, "Somebody else writes.")

  @Test("What is to be recorded is tried again until it is")
  func again() async throws {
    var tries = 0
    let value = try await patience.record {
      tries += 1
      if tries < 4 { throw busy }
      return 7
    }
    #expect(value == 7)
    #expect(tries == 4)
  }

  @Test("Any other error comes through at once")
  func otherErrors() async {
    await #expect(throws: TrackingError(.diskFull, "")) {
      try await patience.record { throw TrackingError(.diskFull, "No room.") }
    }
  }

  @Test("Nobody waits when everything is to end at once")
  func end() async {
    patience.end()
    await #expect(throws: busy) { try await patience.record { throw busy } }
  }
}
