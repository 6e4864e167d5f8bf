public import AutoMLMigrations
public import AutoMLModel
import AutoMLQueries
import AutoMLTracking
import GRDB

/// Brings the schema of a file up to date, one step a transaction.
///
/// Each applied step is recorded with its name, its SHA-256 digest and the time. A file with a
/// step that is newer, edited or missing is refused and left as it is.
public struct SQLiteMigrator: Sendable {
  private let known: [Migration]
  private let timeSource: any TimeSource

  /// Makes a migrator of steps in their order; the default ones are those of this program.
  public init(
    steps: [Migration] = Migrations.all, timeSource: any TimeSource = SystemTimeSource()
  ) {
    known = steps
    self.timeSource = timeSource
  }

  /// Every known step with what the file knows of it, without changing the file.
  ///
  /// Edited steps are marked rather than refused. A missing or empty file has no step applied.
  ///
  /// - Throws: ``TrackingError`` for a file that is not a store.
  public func steps(ofFileAt path: String) throws -> [MigrationStep] {
    try history(of: DatabaseFile(path: path)).steps
  }

  /// The steps that ``migrate(fileAt:isDryRun:)`` would apply, without changing the file.
  ///
  /// - Throws: ``TrackingError`` for a file that would be refused.
  public func pendingSteps(ofFileAt path: String) throws -> [MigrationStep] {
    let file = try DatabaseFile(path: path)
    let history = try history(of: file)
    try history.validate(path: file.path)
    return history.pending
  }

  /// Applies the pending steps; a missing file is created.
  ///
  /// - Parameter isDryRun: Whether to tell what would be done instead of doing it.
  /// - Returns: The steps that were applied by this call, or would be.
  /// - Throws: ``TrackingError``; a step that fails is undone whole, the ones before it stay.
  public func migrate(fileAt path: String, isDryRun: Bool = false) throws -> [MigrationStep] {
    let pending = try pendingSteps(ofFileAt: path)
    if isDryRun || pending.isEmpty { return pending }
    let file = try DatabaseFile(path: path)
    _ = try file.inspect(for: .readWrite)
    do {
      var configuration = Configuration()
      configuration.busyMode = .timeout(10)
      let queue = try DatabaseQueue(path: file.path, configuration: configuration)
      defer { try? queue.close() }
      return try queue.inDatabase { try migrate($0, path: file.path) }
    } catch {
      throw TrackingError(storage: error, path: file.path)
    }
  }

  /// What a file knows of the steps; a missing one knows of none.
  private func history(of file: DatabaseFile) throws -> MigrationHistory {
    try history(of: file, mode: file.exists ? .readOnly : .readWrite)
  }

  func history(
    of file: DatabaseFile, mode: SQLiteConfiguration.Mode
  ) throws -> MigrationHistory {
    switch try file.inspect(for: mode) {
    case .empty: MigrationHistory(known: known, applied: [])
    case .store: try file.read(history)
    }
  }

  private func history(_ db: Database) throws -> MigrationHistory {
    guard try db.value(.countTables, ["name": "schema_migration"], as: Int.self) == 1 else {
      return MigrationHistory(known: known, applied: [])
    }
    let applied = try db.rows(.listAppliedMigrations) { row in
      AppliedMigration(
        number: row["number"], name: row["name"], digest: row["sha256"],
        applied: Timestamp(microseconds: row["applied_at"]))
    }
    return MigrationHistory(known: known, applied: applied)
  }

  /// Applies what is pending at the moment; another process may be doing the same.
  func migrate(_ db: Database, path: String) throws -> [MigrationStep] {
    var done: [MigrationStep] = []
    // Steps 1 and 12 of https://www.sqlite.org/lang_altertable.html#otheralter
    try db.execute(sql: "PRAGMA foreign_keys = OFF")
    defer { try? db.execute(sql: "PRAGMA foreign_keys = ON") }
    while let step = try applyNext(db, path: path) { done.append(step) }
    return done
  }

  private func applyNext(_ db: Database, path: String) throws -> MigrationStep? {
    var next: MigrationStep?
    try db.inTransaction(.immediate) {
      let history = try history(db)
      try history.validate(path: path)
      guard let step = history.pending.first else { return .rollback }
      do {
        try apply(step, db)
      } catch {
        throw TrackingError(
          .storage,
          "Step \(step.number) of the schema, \(step.name), failed and was undone: "
            + "\(TrackingError(storage: error, path: path))", underlying: error)
      }
      next = step
      return .commit
    }
    return next
  }

  private func apply(_ step: MigrationStep, _ db: Database) throws {
    if step.number == 1 {
      try db.execute(sql: "PRAGMA application_id = \(DatabaseFile.applicationID)")
      try db.run(.createSchemaMigration)
    }
    try db.execute(sql: step.text)
    if try Row.fetchOne(db, sql: "PRAGMA foreign_key_check") != nil {
      throw TrackingError(.storage, "It leaves a foreign key without its row.")
    }
    try db.run(
      .insertAppliedMigration,
      [
        "number": step.number, "name": step.name, "sha256": step.digest,
        "now": timeSource.now().microseconds,
      ])
  }
}
