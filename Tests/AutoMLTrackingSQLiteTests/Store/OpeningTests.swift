import AutoMLMigrations
import AutoMLModel
import AutoMLTracking
@testable import AutoMLTrackingSQLite
import Foundation
import GRDB
import Testing

@Suite("Opening")
struct OpeningTests {
  let fixture: StoreFixture

  init() throws { fixture = try StoreFixture() }

  @Test(
    "The log and foreign keys are in force, and SQLite leaves the syncs to the store",
    arguments: [SQLiteConfiguration.Durability.full, .normal])
  func pragmas(durability: SQLiteConfiguration.Durability) async throws {
    let store = try await fixture.open(durability)
    let pragmas = try await store.pool.writeWithoutTransaction { db in
      try ["journal_mode", "foreign_keys", "synchronous"].map {
        try String.fetchOne(db, sql: "PRAGMA \($0)")
      }
    }
    #expect(pragmas == ["wal", "1", "1"])
    try await store.close()
  }

  @Test("A file of something else is refused and stays as it is")
  func notADatabase() async throws {
    try Data("hello, I am a letter to my mother and long enough to be a header of SQLite".utf8)
      .write(to: URL(fileURLWithPath: fixture.path))
    try await expectRefusal(.notADatabase)
  }

  @Test(
    "A database of another program is refused and stays as it is",
    arguments: [
      "CREATE TABLE t (x)", "PRAGMA journal_mode = WAL; CREATE TABLE t (x)",
      "PRAGMA application_id = 7",
    ])
  func foreignDatabase(sql: String) async throws {
    try fixture.raw { try $0.execute(sql: sql) }
    try await expectRefusal(.notADatabase)
  }

  @Test(
    "A step of the schema that is newer, edited or missing is refused",
    arguments: [
      (
        "INSERT INTO schema_migration SELECT 9, 'new.sql', max(sha256), 0 FROM schema_migration",
        TrackingError.Code.newerSchema(found: 9, known: Migrations.all.count)
      ),
      (
        "UPDATE schema_migration SET sha256 = replace(hex(zeroblob(32)), '00', 'aa')",
        .editedMigration("0001_create_tables.sql")
      ),
    ])
  func surprises(sql: String, code: TrackingError.Code) async throws {
    try await fixture.open().close()
    try fixture.raw { try $0.execute(sql: sql) }
    try await expectRefusal(code)
  }

  private func expectRefusal(_ code: TrackingError.Code) async throws {
    let before = try fixture.contents()
    for mode in [SQLiteConfiguration.Mode.readWrite, .existing, .readOnly] {
      await #expect(throws: tracking(code)) { try await fixture.open(mode: mode) }
    }
    #expect(try fixture.contents() == before)
  }

  @Test(
    "Only the mode that may create a file does",
    arguments: [
      SQLiteConfiguration.Mode.existing, .readOnly,
    ])
  func missing(mode: SQLiteConfiguration.Mode) async throws {
    await #expect(throws: tracking(.cannotOpen)) { try await fixture.open(mode: mode) }
    #expect(try fixture.contents().isEmpty)
  }

  @Test("An empty file must be migrated before it can be read")
  func migrationNeeded() async throws {
    try Data().write(to: URL(fileURLWithPath: fixture.path))
    await #expect(throws: tracking(.migrationNeeded)) { try await fixture.open(mode: .readOnly) }
    try await fixture.open(mode: .existing).close()
    let store = try await fixture.open(mode: .readOnly)
    #expect(try await store.experiments().isEmpty)
    await #expect(throws: tracking(.readOnly)) {
      try await store.createExperiment(.init(user: "ada", name: "e"))
    }
    try await store.close()
  }

  @Test("Many connectors that create one file at once migrate it once")
  func creatingAtOnce() async throws {
    try await withThrowingTaskGroup { group in
      for _ in 0..<8 { group.addTask { try await fixture.open(.full).close() } }
      try await group.waitForAll()
    }
    let applied = try fixture.raw {
      try Int.fetchOne($0, sql: "SELECT count(*) FROM schema_migration")
    }
    #expect(applied == Migrations.all.count)
  }

  @Test(
    "A path is a path, whatever it looks like",
    arguments: [
      "file:x?mode=memory", "a b%20#?.db", ":memory:",
    ])
  func oddPaths(name: String) async throws {
    let path = fixture.folder.appending(path: "f").path + name
    let store = try await SQLiteConnector.open(path: path)
    _ = try await store.createExperiment(.init(user: "ada", name: "e"))
    try await store.close()
    #expect(FileManager.default.fileExists(atPath: path))
    var reading = SQLiteConfiguration()
    reading.mode = .readOnly
    let again = try await SQLiteConnector.open(path: path, configuration: reading)
    #expect(try await again.experiments().count == 1)
    try await again.close()
  }

  @Test("The migrator tells what it would do, does it, and undoes a step that fails")
  func migrator() throws {
    let first = Migration(path: "0001_a.sql", text: "CREATE TABLE a (x) STRICT;")
    #expect(throws: tracking(.storage)) {
      try SQLiteMigrator(steps: [first]).migrate(fileAt: fixture.path)
    }
    let good = Migration(path: "0001_a.sql", text: "CREATE TABLE a (x INTEGER) STRICT;")
    let migrator = SQLiteMigrator(steps: [good], timeSource: fixture.clock)
    #expect(try migrator.migrate(fileAt: fixture.path, isDryRun: true).map(\.number) == [1])
    #expect(try migrator.pendingSteps(ofFileAt: fixture.path).count == 1)
    #expect(try migrator.migrate(fileAt: fixture.path).map(\.name) == ["0001_a.sql"])
    let bad = Migration(
      path: "0002_b.sql", text: "CREATE TABLE b (x INTEGER); INSERT INTO nowhere VALUES (1);")
    let longer = SQLiteMigrator(steps: [good, bad])
    #expect(throws: tracking(.storage)) { try longer.migrate(fileAt: fixture.path) }
    let steps = try longer.steps(ofFileAt: fixture.path)
    #expect(steps.map { $0.applied == nil } == [false, true])
    #expect(steps[0].applied == fixture.clock.now())
    let tables = try fixture.raw {
      try Int.fetchOne($0, sql: "SELECT count(*) FROM sqlite_schema WHERE name = 'b'")
    }
    #expect(tables == 0)
  }
}
