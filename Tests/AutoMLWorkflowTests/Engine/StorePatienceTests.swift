import AutoMLTracking
import Logging
import Synchronization
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

  @Test("Nobody waits for what is in vain")
  func inVain() async {
    var tries = 0
    await #expect(throws: busy) {
      try await patience.record(unless: { tries == 2 }) {
        tries += 1
        throw busy
      }
    }
    #expect(tries == 2)
  }

  @Test("Whoever waits beside others begins no wait, and whoever comes after them does")
  func notices() async throws {
    let beginnings = Mutex<[Bool]>([])
    let patience = StorePatience { _, isFirst in beginnings.withLock { $0.append(isFirst) } }
    for _ in 0..<2 {
      var tries = 0
      try await patience.record {
        tries += 1
        if tries == 2 {
          var inner = 0
          try await patience.record {
            inner += 1
            if inner == 1 { throw busy }
          }
        }
        if tries < 3 { throw busy }
      }
    }
    #expect(beginnings.withLock { $0 } == [true, false, false, true, false, false])
  }
}
