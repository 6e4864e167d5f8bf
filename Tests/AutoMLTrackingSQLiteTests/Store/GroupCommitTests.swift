import AutoMLModel
import AutoMLTracking
import AutoMLTrackingSQLite
import GRDB
import Testing

@Suite("Group commit")
struct GroupCommitTests {
  let fixture: StoreFixture

  init() throws { fixture = try StoreFixture() }

  @Test(
    "A write that fails does not fail its neighbours",
    arguments: [
      SQLiteConfiguration.Durability.full, .normal,
    ])
  func neighbours(durability: SQLiteConfiguration.Durability) async throws {
    let store = try await fixture.open(durability)
    let job = try await store.startedJob().attempt.job
    let failures = await withTaskGroup(of: Bool.self) { group in
      for index in 0..<300 {
        group.addTask {
          do {
            let target = index.isMultiple(of: 3) ? JobID(rawValue: 99) : job
            _ = try await store.saveIntermediateResult(Double(index), for: target)
            return false
          } catch {
            return (error as? TrackingError) == tracking(.unknownJob(99))
          }
        }
      }
      return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
    }
    #expect(failures == 100)
    let results = try await store.intermediateResults(job: job)
    #expect(results.map(\.number) == Array(0..<200))
    #expect(try await store.check() == [])
    try await store.close()
  }

  @Test(
    "A write that fails alone leaves no transaction open",
    arguments: [
      SQLiteConfiguration.Durability.full, .normal,
    ])
  func noOpenTransaction(durability: SQLiteConfiguration.Durability) async throws {
    let store = try await fixture.open(durability)
    await #expect(throws: tracking(.unknownJob(1))) {
      try await store.saveIntermediateResult(1, for: 1)
    }
    try fixture.raw { db in
      try db.inTransaction(.immediate) { .rollback }
    }
    try await store.close()
  }

  @Test("A session that was registered by a failed write does not exist")
  func failedRegistration() async throws {
    let store = try await fixture.open()
    await #expect(throws: tracking(.unknownResource(4))) { try await store.takeResource(4) }
    let experiment = try await store.createExperiment(.init(user: "ada", name: "e"))
    await #expect(throws: (any Error).self) {
      try await store.startJob(JobRequest(experiment: experiment))
    }
    #expect(try await store.sessions(live: false).isEmpty)
    #expect(try await store.session().id == 1)
  }

  @Test("A writer that finds the file locked waits, and then gives up")
  func busy() async throws {
    let store = try await fixture.open { $0.busyTimeout = .milliseconds(50) }
    var settings = Configuration()
    settings.allowsUnsafeTransactions = true
    let queue = try DatabaseQueue(path: fixture.path, configuration: settings)
    try await queue.writeWithoutTransaction { try $0.execute(sql: "BEGIN IMMEDIATE") }
    await #expect(throws: tracking(.busy)) {
      try await store.createExperiment(.init(user: "ada", name: "e"))
    }
    #expect(try await store.experiments().isEmpty)
    try await queue.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
    _ = try await store.createExperiment(.init(user: "ada", name: "e"))
    try queue.close()
    try await store.close()
  }

  @Test("What was asked for before closing is done, what comes after throws at once")
  func closing() async throws {
    let store = try await fixture.open(.full)
    let job = try await store.startedJob().attempt.job
    let saved = await withTaskGroup(of: Int.self) { group in
      for index in 0..<50 {
        group.addTask {
          (try? await store.saveIntermediateResult(Double(index), for: job)) == nil ? 0 : 1
        }
      }
      group.addTask {
        try? await store.close()
        return 0
      }
      return await group.reduce(0, +)
    }
    #expect(store.isClosed)
    try await store.close()
    await #expect(throws: tracking(.closed)) { try await store.heartbeat() }
    await #expect(throws: tracking(.closed)) { try await store.experiments() }
    let again = try await fixture.open()
    #expect(try await again.intermediateResults(job: job).count == saved)
    #expect(try await again.job(job).status == .pending)
    #expect(try await again.sessions(live: true).isEmpty)
    #expect(try await again.check() == [])
  }
}
