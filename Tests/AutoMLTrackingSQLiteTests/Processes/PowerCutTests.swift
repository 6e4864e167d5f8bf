import AutoMLModel
import AutoMLTracking
import AutoMLTrackingSQLite
import CPowerCut
import Foundation
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

  @Test("A disk that cannot be synced fails the write, and later ones work again")
  func unsyncable() async throws {
    let store = try await fixture.open(.full)
    let obstacle = fixture.path + "-wal.unsyncable"
    #expect(FileManager.default.createFile(atPath: obstacle, contents: nil))
    let error = await #expect(throws: TrackingError.self) {
      try await store.createExperiment(.init(user: "ada", name: "first"))
    }
    #expect(error?.code == .storage)
    #expect(error?.message.contains("its disk could not be synced") == true)
    #expect(try await afterwards { try await $0.experiments().count } == 0)
    try FileManager.default.removeItem(atPath: obstacle)
    _ = try await store.createExperiment(.init(user: "ada", name: "second"))
    #expect(
      try await afterwards { try await $0.experiments().map(\.name) } == ["first", "second"])
    try await store.close()
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
