import AutoMLModel
import AutoMLTracking
@testable import AutoMLTrackingSQLite
import Dispatch
import GRDB
import Testing

@Suite("The log that processes share")
struct WriteAheadLogTests {
  let fixture: StoreFixture

  init() throws { fixture = try StoreFixture() }

  @Test(
    "Who waits for the lock is woken when another process commits", .timeLimit(.minutes(1)),
    arguments: [false, true])
  func waking(isLate: Bool) async throws {
    let writer = try await fixture.open()
    let waiter = try await fixture.open()
    let log = WriteAheadLog(isDurable: false)
    try await waiter.pool.writeWithoutTransaction { try log.attach(to: $0) }
    log.look()
    if isLate { _ = try await writer.createExperiment(.init(user: "ada", name: "early")) }
    async let waits = withCheckedContinuation { continuation in
      DispatchQueue.global().async {
        continuation.resume(returning: log.waitForCommit(atMost: .seconds(3_600)))
      }
    }
    if !isLate { _ = try await writer.createExperiment(.init(user: "ada", name: "e")) }
    #expect(await waits)
    try await writer.close()
    try await waiter.close()
  }

  @Test("Who knows no log does not wait for it")
  func unattached() {
    let log = WriteAheadLog(isDurable: true)
    log.look()
    log.wakeNext()
    #expect(!log.waitForCommit(atMost: .seconds(3_600)))
  }
}
