import AutoMLQueries
import AutoMLTracking
import GRDB

extension SQLiteConnector {
  /// Opens a store, and creates, migrates and recovers it as the configuration allows.
  ///
  /// Recovery looks for sessions only when there are any that have not ended.
  ///
  /// - Throws: ``TrackingError`` `.cannotOpen`, `.readOnly`, `.notADatabase`, `.newerSchema`,
  ///   `.editedMigration`, `.missingMigration`, `.migrationNeeded`, `.corrupt`, `.busy`; the file
  ///   is then as it was.
  public static func open(
    path: String, configuration: SQLiteConfiguration = SQLiteConfiguration()
  ) async throws -> SQLiteConnector {
    let file = try DatabaseFile(path: path)
    let migrator = SQLiteMigrator(timeSource: configuration.timeSource)
    let history = try migrator.history(of: file, mode: configuration.mode)
    try history.validate(path: file.path)
    let isWritable = configuration.mode != .readOnly
    let isCurrent = history.pending.isEmpty
    if !isWritable, !isCurrent {
      throw TrackingError(
        .migrationNeeded,
        "\(file.path) has to be migrated first: \(history.pending.count) steps of its schema are "
          + "pending. Open it for writing once, or run the migrate command.")
    }
    let log = WriteAheadLog(isDurable: isWritable && configuration.durability == .full)
    let patience = BusyPolicy(timeout: configuration.busyTimeout, log: log)
    let pool = try await openPool(file, configuration, patience)
    do {
      try await pool.writeWithoutTransaction { db in
        if isWritable {
          if !isCurrent { _ = try migrator.migrate(db, path: file.path) }
          try log.attach(to: db)
        }
      }
    } catch {
      throw TrackingError(storage: error, path: file.path)
    }
    let connector = SQLiteConnector(
      path: file.path, configuration: configuration,
      identity: configuration.processTable.identity(), pool: pool, patience: patience,
      log: log)
    if configuration.recoversOnOpen, isWritable {
      _ = try await connector.recover()
    }
    return connector
  }

  /// Opens the connections; processes that create a file at once wait for each other here.
  private static func openPool(
    _ file: DatabaseFile, _ configuration: SQLiteConfiguration, _ patience: BusyPolicy
  ) async throws -> DatabasePool {
    var settings = Configuration()
    settings.readonly = configuration.mode == .readOnly
    settings.label = "automl"
    settings.busyMode = .callback { patience.waitsForTry($0) }
    // 4 MB a connection instead of 2, so that a large file costs hardly more than a small one; and
    // the log of one large write is cut to 64 MB again.
    settings.prepareDatabase {
      try $0.execute(sql: "PRAGMA cache_size = -4000; PRAGMA journal_size_limit = 67108864")
    }
    let path = settings.readonly ? file.pathForReading : file.path
    let clock = ContinuousClock()
    let deadline = clock.now + configuration.busyTimeout
    while true {
      do {
        return try DatabasePool(path: path, configuration: settings)
      } catch let error as DatabaseError
        where error.resultCode == .SQLITE_BUSY && clock.now < deadline
      {
        // SQLite asks no busy handler when the journal mode changes.
        try await Task.sleep(for: .milliseconds(.random(in: 2...10)))
      } catch {
        throw TrackingError(storage: error, path: file.path)
      }
    }
  }
}
