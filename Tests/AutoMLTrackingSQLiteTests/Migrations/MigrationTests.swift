import AutoMLMigrations
import AutoMLModel
import AutoMLProcessTestKit
import AutoMLTracking
import AutoMLTrackingSQLite
import AutoMLTrackingTestKit
import Foundation
import GRDB
import Testing

struct MigrationTests {
  let folder: TemporaryFolder
  let path: String
  private let next = Migration(
    path: "9999_add_colour.sql", text: "ALTER TABLE resource ADD COLUMN colour TEXT;")

  init() throws {
    folder = try TemporaryFolder()
    path = folder.path()
  }

  @Test func `A fresh file gets every step, with its digest and time`() async throws {
    let time = ManualTimeSource()
    let migrator = SQLiteMigrator(timeSource: time)
    let done = try migrator.migrate(fileAt: path)
    #expect(done.map(\.name) == Migrations.all.map(\.path))
    #expect(done.map(\.number) == Array(1...Migrations.all.count))
    let steps = try migrator.steps(ofFileAt: path)
    #expect(steps.allSatisfy { $0.applied == time.now() && $0.isIntact && $0.digest.count == 64 })
    #expect(try migrator.migrate(fileAt: path).isEmpty)
    #expect(try migrator.pendingSteps(ofFileAt: path).isEmpty)
    try await useStore()
  }

  @Test func `Opening a fresh file migrates it to the same schema`() async throws {
    try await useStore()
    let other = folder.path("migrated.db")
    _ = try SQLiteMigrator().migrate(fileAt: other)
    #expect(try schema(of: path) == schema(of: other))
  }

  @Test func `A dry run tells the steps and changes nothing`() async throws {
    let fresh = try SQLiteMigrator().migrate(fileAt: path, isDryRun: true)
    #expect(fresh.count == Migrations.all.count)
    #expect(try bytes(in: folder).isEmpty)
    try await useStore()
    let before = try bytes(in: folder)
    let migrator = SQLiteMigrator(steps: Migrations.all + [next])
    #expect(try migrator.migrate(fileAt: path, isDryRun: true).map(\.name) == [next.path])
    #expect(try migrator.pendingSteps(ofFileAt: path).map(\.name) == [next.path])
    #expect(try migrator.steps(ofFileAt: path).last?.applied == nil)
    #expect(try bytes(in: folder) == before)
  }

  @Test func `A later step is applied to a store with data`() async throws {
    try await useStore()
    let migrator = SQLiteMigrator(steps: Migrations.all + [next])
    #expect(try migrator.migrate(fileAt: path).map(\.name) == [next.path])
    #expect(try migrator.steps(ofFileAt: path).allSatisfy { $0.applied != nil })
  }

  @Test func `Racing migrations apply each step once`() async throws {
    for round in 0..<50 {
      let path = folder.path("race-\(round).db")
      let done = try await withThrowingTaskGroup(of: Int.self) { group in
        for _ in 0..<4 {
          group.addTask { try SQLiteMigrator().migrate(fileAt: path).count }
        }
        return try await group.reduce(0, +)
      }
      #expect(done == Migrations.all.count)
    }
  }

  @Test func `A newer file is refused and left as it is`() async throws {
    try await useStore()
    _ = try SQLiteMigrator(steps: Migrations.all + [next]).migrate(fileAt: path)
    let known = Migrations.all.count
    try await expectRefused(.newerSchema(found: known + 1, known: known))
  }

  @Test func `A file with an edited step is refused and left as it is`() async throws {
    let edited = Migrations.all.map { Migration(path: $0.path, text: $0.text + "\n-- edited") }
    _ = try SQLiteMigrator(steps: edited).migrate(fileAt: path)
    try await expectRefused(.editedMigration(Migrations.all[0].path))
    #expect(try SQLiteMigrator().steps(ofFileAt: path).allSatisfy { !$0.isIntact })
  }

  @Test func `A file that lacks a step before its last one is refused`() async throws {
    let steps = Migrations.all + [next]
    let migrator = SQLiteMigrator(steps: steps)
    _ = try migrator.migrate(fileAt: path)
    try execute("DELETE FROM schema_migration WHERE number = \(steps.count - 1)")
    let before = try bytes(in: folder)
    let missing = steps[steps.count - 2].path
    await expectRefusal(of: path, where: { $0 == .missingMigration(missing) }) {
      _ = try migrator.migrate(fileAt: path)
    }
    #expect(try bytes(in: folder) == before)
  }

  @Test(arguments: [
    "CREATE TABLE half (x); INSERT INTO half VALUES (1); SELECT nonsense;",
    "ALTER TABLE job ADD COLUMN colour TEXT; DELETE FROM job; CREATE TABLE job (x);",
    "INSERT INTO job_attempt (jid, number, status, sid, started) VALUES (99, 0, 'RUNNING', 9, 0);",
  ])
  func `A step that fails in the middle leaves the file as it was`(text: String) async throws {
    try await useStore()
    let before = try bytes(in: folder)
    let schema = try schema(of: path)
    let migrator = SQLiteMigrator(
      steps: Migrations.all + [Migration(path: "9999_broken.sql", text: text)])
    await expectRefusal(of: "9999_broken.sql", where: { _ in true }) {
      _ = try migrator.migrate(fileAt: path)
    }
    #expect(try bytes(in: folder)["tracking.db"] == before["tracking.db"])
    #expect(try self.schema(of: path) == schema)
    try await useStore()
  }

  @Test func `A first step that fails leaves no store behind, and the next try works`() async throws
  {
    let broken = Migration(
      path: Migrations.all[0].path, text: Migrations.all[0].text + "\nSELECT nonsense;")
    #expect(throws: TrackingError.self) {
      try SQLiteMigrator(steps: [broken]).migrate(fileAt: path)
    }
    #expect(try SQLiteMigrator().pendingSteps(ofFileAt: path).count == Migrations.all.count)
    try await useStore()
  }

  @Test func `Reading only never migrates`() async throws {
    _ = try SQLiteMigrator(steps: []).migrate(fileAt: path)
    _ = FileManager.default.createFile(atPath: path, contents: Data())
    await expectRefusal(of: path, where: { $0 == .migrationNeeded }) {
      _ = try await SQLiteConnector.open(
        path: path, configuration: SQLiteConfiguration(mode: .readOnly))
    }
    #expect(try bytes(in: folder) == ["tracking.db": Data()])
  }

  // MARK: -

  /// Opens the file, works a little, and closes it.
  private func useStore() async throws {
    let store = try await openStore(at: path)
    let id = try await store.startExperiment(ExperimentRequest(user: "ada", name: "used"))
    let job = try await store.startJob(JobRequest(experiment: id)).job
    try await store.finishJob(JobCompletion(job: job, score: try Score(1)))
    try await store.close()
    try expectSound(path)
  }

  private func expectRefused(
    _ code: TrackingError.Code, at place: SourceLocation = #_sourceLocation
  ) async throws {
    let before = try bytes(in: folder)
    await expectRefusal(of: path, at: place, where: { $0 == code }) {
      _ = try await openStore(at: path)
    }
    await expectRefusal(of: path, at: place, where: { $0 == code }) {
      _ = try SQLiteMigrator().migrate(fileAt: path)
    }
    await expectRefusal(of: path, at: place, where: { $0 == code }) {
      _ = try await SQLiteConnector.open(
        path: path, configuration: SQLiteConfiguration(mode: .readOnly))
    }
    #expect(try bytes(in: folder) == before, sourceLocation: place)
  }

  private func execute(_ sql: String) throws {
    let queue = try DatabaseQueue(path: path)
    try queue.writeWithoutTransaction { try $0.execute(sql: sql) }
    try queue.close()
  }

  private func schema(of path: String) throws -> [String] { try schemaText(of: path) }
}

/// Every statement of a file's schema, by name.
func schemaText(of path: String) throws -> [String] {
  let queue = try DatabaseQueue(path: path)
  defer { try? queue.close() }
  return try queue.read {
    try String.fetchAll(
      $0, sql: "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY type, name")
  }
}
