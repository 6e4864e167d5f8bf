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

  /// Some of the waits begin before the commit: without being woken they would last too long.
  @Test(
    "Who waits for the lock is woken by each commit of another process", .timeLimit(.minutes(1)))
  func waking() async throws {
    let writer = try await fixture.open()
    let waiter = try await fixture.open()
    let log = WriteAheadLog(isDurable: false)
    try await waiter.pool.writeWithoutTransaction { try log.attach(to: $0) }
    for number in 0..<50 {
      try Task.checkCancellation()
      log.look()
      async let waits = withCheckedContinuation { continuation in
        DispatchQueue.global().async {
          continuation.resume(returning: log.waitForCommit(atMost: .seconds(25)))
        }
      }
      _ = try await writer.createExperiment(.init(user: "ada", name: "e\(number)"))
      #expect(await waits)
    }
    try await writer.close()
    try await waiter.close()
  }

  @Test("A commit since the last look is not waited for", .timeLimit(.minutes(1)))
  func late() async throws {
    let store = try await fixture.open()
    let log = WriteAheadLog(isDurable: false)
    try await store.pool.writeWithoutTransaction { try log.attach(to: $0) }
    log.look()
    _ = try await store.createExperiment(.init(user: "ada", name: "e"))
    #expect(log.waitForCommit(atMost: .seconds(3_600)))
    try await store.close()
  }

  @Test("A log that was shortened is begun anew by the next commit, also of another process")
  func shortening() async throws {
    let store = try await fixture.open()
    let other = try await fixture.open()
    for number in 0..<10 {
      _ = try await store.createExperiment(.init(user: "ada", name: "e\(number)"))
    }
    let before = try await store.pool.writeWithoutTransaction { db in
      let log = WriteAheadLog(isDurable: true)
      try log.attach(to: db)
      log.shorten(db)
      return try #require(LogIndex(db)).frames
    }
    _ = try await other.createExperiment(.init(user: "ada", name: "next"))
    let after = try await store.pool.writeWithoutTransaction {
      try #require(LogIndex($0)).frames
    }
    #expect(after < before / 2)
    #expect(try await store.experiments().count == 11)
    try await store.close()
    try await other.close()
  }

  @Test("A log that somebody reads stays, and nothing is lost", .timeLimit(.minutes(1)))
  func readers() async throws {
    let store = try await fixture.open()
    _ = try await store.createExperiment(.init(user: "ada", name: "first"))
    let snapshot = try store.pool.makeSnapshot()
    let seen = try await snapshot.read {
      try Int.fetchOne($0, sql: "SELECT count(*) FROM experiment")
    }
    for number in 0..<400 {
      _ = try await store.createExperiment(.init(user: "ada", name: "e\(number)"))
    }
    let frames = try await store.pool.writeWithoutTransaction { try #require(LogIndex($0)).frames }
    #expect(frames > 1_000)
    #expect(seen == 1)
    #expect(
      try await snapshot.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM experiment") } == 1)
    try snapshot.close()
    #expect(try await store.experiments().count == 401)
    try await store.close()
  }

  @Test("A log that is in use is tried again after ever more pages, and a new one as the first")
  func tries() async throws {
    let store = try await fixture.open { $0.busyTimeout = .zero }
    let index = try await store.pool.writeWithoutTransaction { try #require(LogIndex($0)) }
    func write(pages count: Int) async throws {
      let end = index.frames + count
      while index.frames < end {
        _ = try await store.createExperiment(.init(user: "ada", name: "e\(index.frames)"))
      }
    }
    let log = WriteAheadLog(isDurable: false)
    try await store.pool.writeWithoutTransaction { try log.attach(to: $0) }
    for _ in 0..<2 {
      let snapshot = try store.pool.makeSnapshot()
      try await write(pages: 1_000)
      for pause in [50, 100, 200, 400] {
        #expect(log.isLong)
        try await store.pool.writeWithoutTransaction { log.shorten($0) }
        #expect(!log.isLong)
        try await write(pages: pause * 3 / 4)
        #expect(!log.isLong)
        try await write(pages: pause / 4)
      }
      try snapshot.close()
      // Another one copies it, and the next commit begins it anew.
      try await store.pool.writeWithoutTransaction { _ = try $0.checkpoint(.restart) }
      _ = try await store.createExperiment(.init(user: "ada", name: "anew"))
      #expect(index.frames < 100)
    }
    try await store.close()
  }

  @Test("Who knows no log does not wait for it")
  func unattached() {
    let log = WriteAheadLog(isDurable: true)
    log.look()
    log.wakeNext()
    #expect(!log.waitForCommit(atMost: .seconds(3_600)))
  }
}
