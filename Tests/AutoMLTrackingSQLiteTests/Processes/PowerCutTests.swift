import AutoMLModel
import AutoMLTracking
import AutoMLTrackingSQLite
import CPowerCut
import Foundation
import GRDB
import Testing

@Suite("A power cut")
struct PowerCutTests {
  private static let isFollowed = power_cut_begin() == 0

  let fixture: StoreFixture

  init() throws {
    try #require(Self.isFollowed)
    fixture = try StoreFixture(prefix: "power-cut-")
  }

  @Test("leaves everything that was acknowledged, one by one")
  func acknowledged() async throws {
    let store = try await fixture.open(.full)
    let experiment = try await store.createExperiment(.init(user: "ada", name: "e"))
    #expect(try await afterwards { try await $0.experiment(experiment).name } == "e")
    let attempt = try await store.startJob(try await store.startedJob().experiment)
    #expect(try await afterwards { try await $0.job(attempt.job).status } == .running)
    for number in 1...20 {
      _ = try await store.saveIntermediateResult(Double(number), for: attempt.job)
      #expect(
        try await afterwards { try await $0.intermediateResults(job: attempt.job).count } == number)
    }
    try await store.finish(attempt.job, 1)
    #expect(try await afterwards { try await $0.job(attempt.job).status } == .finished)
    try await store.close()
    #expect(try await afterwards { try await $0.sessions(live: true).count } == 0)
  }

  @Test("leaves what many acknowledged at once")
  func together() async throws {
    let store = try await fixture.open(.full)
    let job = try await store.startedJob().attempt.job
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<200 {
        group.addTask { _ = try await store.saveIntermediateResult(Double(number), for: job) }
      }
      try await group.waitForAll()
    }
    #expect(try await afterwards { try await $0.intermediateResults(job: job).count } == 200)
    try await store.close()
  }

  @Test("may take what was acknowledged with less durability, but never after the end")
  func normal() async throws {
    let store = try await fixture.open(.normal)
    let experiment = try await store.createExperiment(.init(user: "ada", name: "e"))
    #expect(try await afterwards { try await $0.experiments().count } == 0)
    try await store.close()
    #expect(try await afterwards { try await $0.experiments().map(\.id) } == [experiment])
  }

  @Test("leaves what one process has seen of another, although it changed nothing itself")
  func seenOfOthers() async throws {
    let hasty = try await fixture.open(.normal)
    let store = try await fixture.open(.full)
    let job = try await hasty.startedJob().attempt.job
    try await hasty.finish(job, 1)
    #expect(try await afterwards { try await $0.experiments().count } == 0)
    try await store.finish(job, 1)
    #expect(try await afterwards { try await $0.job(job).status } == .finished)
    try await store.close()
    try await hasty.close()
  }

  @Test("A sync that fails once is mended, and nothing acknowledged is lost")
  func failsOnce() async throws {
    let store = try await fixture.open(.full)
    for number in 0..<20 {
      if number.isMultiple(of: 5) { try failSyncs(1) }
      _ = try await store.createExperiment(.init(user: "ada", name: "e\(number)"))
      #expect(try await afterwards { try await $0.experiments().count } == number + 1)
    }
    try await store.close()
  }

  @Test("A disk that cannot be synced fails every write, until it can")
  func unsyncable() async throws {
    let store = try await fixture.open(.full)
    try failSyncs(1_000)
    for name in ["first", "second"] {
      let error = await #expect(throws: TrackingError.self) {
        try await store.createExperiment(.init(user: "ada", name: name))
      }
      #expect(error?.code == .notDurable)
      #expect(error?.message.contains("its disk could not be synced") == true)
    }
    try failSyncs(0)
    _ = try await store.createExperiment(.init(user: "ada", name: "third"))
    #expect(
      try await afterwards { try await $0.experiments().map(\.name) }
        == ["first", "second", "third"])
    try await store.close()
  }

  @Test("A commit that fails at the first sync of a new log has written nothing")
  func failsAtNewLog() async throws {
    let store = try await fixture.open(.full)
    let other = try DatabaseQueue(path: fixture.path)
    try await other.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
    try failSyncs(1)
    await #expect(throws: tracking(.storage)) {
      try await store.createExperiment(.init(user: "ada", name: "undone"))
    }
    _ = try await store.createExperiment(.init(user: "ada", name: "e"))
    #expect(try await afterwards { try await $0.experiments().map(\.name) } == ["e"])
    try await store.close()
    try other.close()
  }

  @Test("A database that cannot be synced once is written again from the log")
  func databaseFailsOnce() async throws {
    let store = try await fixture.open(.full)
    let job = try await store.startedJob().attempt.job
    try failSyncs(1, of: "")
    for number in 0..<600 {
      _ = try await store.saveIntermediateResult(Double(number), for: job)
    }
    #expect(try leftToFail("") == 0)
    #expect(try await afterwards { try await $0.intermediateResults(job: job).count } == 600)
    try await store.close()
  }

  @Test("A database that may lack what was copied before is acknowledged no more")
  func databaseIsHarmed() async throws {
    let store = try await fixture.open(.full)
    var settings = Configuration()
    settings.allowsUnsafeTransactions = true
    let reader = try DatabaseQueue(path: fixture.path, configuration: settings)
    try await reader.writeWithoutTransaction { db in
      try db.execute(sql: "BEGIN")
      _ = try Int.fetchOne(db, sql: "SELECT count(*) FROM experiment")
    }
    let job = try await store.startedJob().attempt.job
    let other = try DatabaseQueue(path: fixture.path)
    // What the reader does not see is not copied, and so nothing of the database is synced.
    try await other.writeWithoutTransaction { _ = try $0.checkpoint(.passive) }
    try await reader.writeWithoutTransaction { try $0.execute(sql: "COMMIT") }
    try failSyncs(1, of: "")
    let error = await #expect(throws: TrackingError.self) {
      for number in 0..<1_000 {
        _ = try await store.saveIntermediateResult(Double(number), for: job)
      }
    }
    #expect(error?.code == .notDurable)
    #expect(error?.message.contains("may have lost some of what was written before") == true)
    #expect(try leftToFail("") == 0)
    await #expect(throws: tracking(.notDurable)) {
      try await store.createExperiment(.init(user: "ada", name: "e"))
    }
    try reader.close()
    try other.close()
  }

  @Test("A succession that cannot be synced is no success")
  func succession() async throws {
    let store = try await fixture.open(.full)
    let (experiment, attempt) = try await store.startedJob()
    let completion = JobCompletion(job: attempt.job, score: try Score(1))
    // The sync of the log, and the one that is to mend it.
    try failSyncs(2)
    await #expect(throws: tracking(.notDurable)) {
      try await store.finishJob(completion, thenStart: JobRequest(experiment: experiment))
    }
    #expect(try await store.job(attempt.job).status == .finished)
    #expect(try await store.runningJobs(of: experiment).count == 1)
    try await store.close()
  }

  @Test("The log is begun anew when it is long, and what it held is there")
  func longLog() async throws {
    let store = try await fixture.open(.full)
    let job = try await store.startedJob().attempt.job
    for number in 0..<1_500 {
      _ = try await store.saveIntermediateResult(Double(number), for: job)
    }
    let size = try FileManager.default.attributesOfItem(atPath: fixture.path + "-wal")[.size]
    #expect(try #require(size as? Int) < 2 * 1_000 * 4_120)
    #expect(try await afterwards { try await $0.intermediateResults(job: job).count } == 1_500)
    try await store.close()
  }

  @Test("leaves what was written with less durability and closed, also beside an old reader")
  func closedBesideReader() async throws {
    try await fixture.open(.normal).close()
    let store = try await fixture.open(.normal)
    var settings = Configuration()
    settings.allowsUnsafeTransactions = true
    let reader = try DatabaseQueue(path: fixture.path, configuration: settings)
    try await reader.writeWithoutTransaction { db in
      // Who reads when all of the log is in the database keeps others from copying more of it.
      try db.checkpoint(.passive)
      try db.execute(sql: "BEGIN")
      _ = try Int.fetchOne(db, sql: "SELECT count(*) FROM experiment")
    }
    _ = try await store.createExperiment(.init(user: "ada", name: "e"))
    #expect(try await afterwards { try await $0.experiments().count } == 0)
    try await store.close()
    #expect(try await afterwards { try await $0.experiments().count } == 1)
    try reader.close()
  }

  /// Has so many syncs of the log, or of another file, fail.
  private func failSyncs(_ count: Int, of suffix: String = "-wal") throws {
    try Data(repeating: 0, count: count).write(
      to: URL(fileURLWithPath: fixture.path + suffix + ".unsyncable"))
  }

  /// How many syncs of a file have yet to fail.
  private func leftToFail(_ suffix: String) throws -> Int {
    try Data(contentsOf: URL(fileURLWithPath: fixture.path + suffix + ".unsyncable")).count
  }

  /// What a store tells that is opened on what a power cut at this moment would leave.
  private func afterwards<Value>(
    _ question: (SQLiteConnector) async throws -> Value
  ) async throws -> Value {
    let folder = fixture.folder.appending(path: "left-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let path = folder.appending(path: "store.db").path
    for suffix in ["", "-wal"] where FileManager.default.fileExists(atPath: synced(suffix)) {
      try FileManager.default.copyItem(atPath: synced(suffix), toPath: path + suffix)
    }
    let store = try await SQLiteConnector.open(
      path: path, configuration: .init(mode: .existing, recoversOnOpen: false))
    let value = try await question(store)
    #expect(try await store.check() == [])
    try await store.close()
    return value
  }

  private func synced(_ suffix: String) -> String { fixture.path + suffix + ".synced" }
}
