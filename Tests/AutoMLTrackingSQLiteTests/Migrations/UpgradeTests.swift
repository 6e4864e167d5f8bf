import AutoMLMigrations
import AutoMLModel
import AutoMLProcessTestKit
import AutoMLTracking
import AutoMLTrackingSQLite
import Foundation
import GRDB
import Testing

/// Real stores of every schema, as the programs of their time wrote them; see Fixtures/README.md.
@Suite struct UpgradeTests {
  private static let fixtures = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Fixtures")

  @Test func `Every step of the schema has a store to upgrade`() throws {
    for number in 1...Migrations.all.count {
      let name = "\(String(repeating: "0", count: 4 - "\(number)".count))\(number).sql"
      let path = Self.fixtures.appending(path: name).path
      #expect(FileManager.default.fileExists(atPath: path), "Fixtures lack \(name)")
    }
  }

  @Test(arguments: 1...Migrations.all.count)
  func `A store of an old schema is upgraded and keeps what it knew`(number: Int) async throws {
    let folder = try TemporaryFolder()
    let path = folder.path()
    try restore(number, at: path)
    let steps = try SQLiteMigrator().steps(ofFileAt: path)
    #expect(steps.prefix(number).allSatisfy { $0.applied != nil && $0.isIntact })
    #expect(steps.dropFirst(number).allSatisfy { $0.applied == nil })

    let store = try await openStore(at: path)
    let experiments = try await store.experiments()
    #expect(experiments.map(\.name) == ["digits", "digits (1)", "lost"])
    #expect(experiments.map(\.user) == ["ada", "bob", "bob"])
    #expect(experiments.map(\.status) == [.stopped, .created, .stopped])
    let digits = experiments[0]
    #expect(digits.goal == .minimize)
    #expect(digits.labels == ["loss", "accuracy"])
    #expect(digits.seed == .max)
    #expect(digits.configuration == ["script": "train.py", "workers": 2])
    #expect(
      try await store.errorMessages(of: digits.id).map(\.text) == [
        "first trouble", "second trouble",
      ])
    let jobs = try await store.history(of: digits.id, after: nil, limit: 10)
    #expect(
      jobs.map(\.status) == [.finished, .earlyStopped, .failed, .cancelled, .pending])
    #expect(jobs.map(\.score) == [0.25, 0.5, nil, nil, nil])
    #expect(jobs.map(\.outcomeNumber) == [0, 1, 2, 3, nil])
    let parameters: ParameterSet = ["lr": 0.1, "layers": 3, "bias": true, "kind": "模型 'x'"]
    #expect(jobs[0].parameters == parameters)
    #expect(jobs[0].recommendation == "r-0")
    let attempts = try await store.attempts(of: jobs[0].id)
    #expect(attempts.map(\.status) == [.failed, .succeeded])
    #expect(attempts[0].ending.error == "out of memory")
    #expect(attempts[0].logPath == "/nowhere/0.log")
    let results = try await store.intermediateResults(job: jobs[0].id, attempts: .all)
    #expect(results.map(\.score) == [0.75, 0.5])
    let sets = try await store.multipleResults(job: jobs[0].id)
    #expect(sets.map(\.isLastResult) == [false, false, true, true])
    let resources = try await store.resources()
    #expect(resources.map(\.description.type) == ["gpu", "gpu", "cpu"])
    #expect(resources.allSatisfy { $0.status == .free })
    #expect(resources.map(\.isEnabled) == [true, false, true])
    let lost = try await store.history(of: experiments[2].id, after: nil, limit: 10)
    #expect(lost.map(\.status) == [.pending])
    #expect(try await store.attempts(of: lost[0].id).map(\.status) == [.lost])
    try await expectSweeps(in: store, since: number)
    try await store.close()
    try expectSound(path)
  }

  /// The sample has a sweep since step 3.
  private func expectSweeps(in store: SQLiteConnector, since number: Int) async throws {
    let sweeps = try await store.sweeps()
    guard number >= 3 else { return #expect(sweeps.isEmpty) }
    let rates = try #require(sweeps.first)
    #expect(rates.name == "rates")
    let counts = SweepCounts(total: 5, remaining: 3, skipped: 1, inProgress: 0, done: 1)
    #expect(rates.counts == counts)
    let taken = try await store.takeCombinations(of: rates.id, count: 9, lease: .init())
    #expect(taken.map(\.parameters["lr"]) == [0.4, 0.5, 0.6])
    #expect(taken.map(\.timesTaken) == [2, 1, 1])
    #expect(taken[0].parameters["kind"] == "模型 'x'")
  }

  @Test(arguments: 1...Migrations.all.count)
  func `An upgraded store has the schema of a fresh one`(number: Int) async throws {
    let folder = try TemporaryFolder()
    try restore(number, at: folder.path("old.db"))
    for name in ["old.db", "new.db"] {
      _ = try SQLiteMigrator().migrate(fileAt: folder.path(name))
    }
    #expect(try schemaText(of: folder.path("old.db")) == schemaText(of: folder.path("new.db")))
  }

  @Test(arguments: 1...Migrations.all.count)
  func `An upgraded store refuses what a job and an attempt must not be`(number: Int) throws {
    let folder = try TemporaryFolder()
    try restore(number, at: folder.path())
    _ = try SQLiteMigrator().migrate(fileAt: folder.path())
    let queue = try DatabaseQueue(path: folder.path())
    defer { try? queue.close() }
    for (change, constraint) in [
      ("job SET status = 'LOST', score = NULL WHERE ended IS NULL", "job_status"),
      ("job SET status = 'RUNNING', score = NULL WHERE ended IS NOT NULL", "job_ended_when_final"),
      ("job SET status = 'CANCELLED' WHERE ended IS NULL", "job_ended_when_final"),
      ("job_attempt SET status = 'PENDING'", "attempt_status"),
    ] {
      let error = #expect(throws: DatabaseError.self) {
        try queue.write { try $0.execute(sql: "UPDATE \(change)") }
      }
      #expect(error?.message == "CHECK constraint failed: \(constraint)")
    }
  }

  private func restore(_ number: Int, at path: String) throws {
    let name = "\(String(repeating: "0", count: 4 - "\(number)".count))\(number).sql"
    let text = try String(contentsOf: Self.fixtures.appending(path: name), encoding: .utf8)
    let queue = try DatabaseQueue(path: path)
    try queue.writeWithoutTransaction { try $0.execute(sql: text) }
    try queue.close()
  }
}
