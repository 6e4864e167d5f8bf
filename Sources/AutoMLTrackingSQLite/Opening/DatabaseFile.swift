import AutoMLQueries
import AutoMLTracking
import Foundation
import GRDB

/// A file that may hold a store, looked at without changing it.
struct DatabaseFile {
  /// What tells a store from the SQLite files of other programs: "AUTM" in ASCII.
  static let applicationID: Int32 = 0x4155_544D

  /// What a file holds.
  enum Content {
    /// Nothing, or there is no file.
    case empty
    /// A store, of whatever version.
    case store
  }

  /// The absolute path without symbolic links; never read as a URI, since it begins with a slash.
  ///
  /// SQLite follows links too, and keeps the log beside the file rather than beside the link.
  let path: String

  init(path: String) throws {
    guard !path.isEmpty, !path.utf8.contains(0) else {
      throw TrackingError(.cannotOpen, "The path of the database is empty or holds a NUL.")
    }
    self.path = FilePlace.resolved(
      path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path)
  }

  var exists: Bool { FileManager.default.fileExists(atPath: path) }

  /// Tells what the file holds.
  ///
  /// - Throws: ``TrackingError`` for everything that is not a store and not empty, and for a
  ///   file that cannot be used in the given mode.
  func inspect(for mode: SQLiteConfiguration.Mode) throws -> Content {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      try requireFolder(for: mode)
      return .empty
    }
    guard !isFolder.boolValue else {
      throw TrackingError(.cannotOpen, "\(path) is a folder; name a database file in it.")
    }
    guard FilePlace(path: path)?.isRegularFile ?? true else {
      throw TrackingError(
        .cannotOpen,
        "\(path) is no regular file but a pipe, a socket or a device; name a database file.")
    }
    try requireAccess(for: mode)
    return try content()
  }

  private func requireFolder(for mode: SQLiteConfiguration.Mode) throws {
    guard mode == .readWrite else {
      throw TrackingError(
        .cannotOpen, "There is no file \(path); check the path, or create the database first.")
    }
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder),
      isFolder.boolValue
    else {
      throw TrackingError(
        .cannotOpen, "There is no folder \(folder); create it, or choose another path.")
    }
    guard FileManager.default.isWritableFile(atPath: folder) else {
      throw TrackingError(.readOnly, "The folder \(folder) cannot be written.")
    }
  }

  private func requireAccess(for mode: SQLiteConfiguration.Mode) throws {
    guard FileManager.default.isReadableFile(atPath: path) else {
      throw TrackingError(.cannotOpen, "The file \(path) cannot be read; check its permissions.")
    }
    guard mode != .readOnly else { return }
    for place in [path, folder] where !FileManager.default.isWritableFile(atPath: place) {
      throw TrackingError(
        .readOnly, "\(place) cannot be written; check its permissions, or open it read-only.")
    }
  }

  private var folder: String { URL(fileURLWithPath: path).deletingLastPathComponent().path }

  /// Whether another connection may have changes beside the file.
  private var hasLog: Bool {
    let size = try? FileManager.default.attributesOfItem(atPath: path + "-wal")[.size] as? Int
    return (size ?? 0) > 0
  }

  /// Whether another connection writes without a log, or died when it did.
  private var hasJournal: Bool { FileManager.default.fileExists(atPath: path + "-journal") }

  /// Asks SQLite what the file holds; it is never opened by other means.
  ///
  /// Whoever closes a file takes all locks of its process on it away, those of open connectors
  /// too, and another process would then remove the log under them. SQLite itself takes care.
  /// See section 2.2 of <https://www.sqlite.org/howtocorrupt.html>.
  private func content() throws -> Content {
    let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int ?? 0
    if size == 0 { return .empty }
    // The header of the file and that of its first page; SQLite would call less an empty database.
    guard size >= 108 else { throw notADatabase }
    do {
      return try read { db in
        let application = try Int32.fetchOne(db, sql: "PRAGMA application_id")
        if application == Self.applicationID { return .store }
        let tables = try db.value(.countTables, ["name": nil], as: Int.self)
        if application == 0, tables == 0 { return .empty }
        throw belongsToAnother
      }
    } catch let error as TrackingError where error.underlying != nil {
      throw error.code == .notADatabase ? notADatabase : error
    }
  }

  private var notADatabase: TrackingError {
    TrackingError(
      .notADatabase, "\(path) is not a SQLite database; choose another path. It is unchanged.")
  }

  private var belongsToAnother: TrackingError {
    TrackingError(
      .notADatabase,
      "\(path) is a SQLite database that belongs to another program; choose another path. "
        + "It is unchanged.")
  }

  /// Reads one consistent state through a connection of its own.
  ///
  /// Without a log beside the file SQLite is told that the file does not change, so that it
  /// leaves no `-wal` and `-shm` behind; what was read while the file did change is read again.
  /// Nothing is changed, save that SQLite undoes what a program that died in the middle of a
  /// write without a log has left half-written.
  func read<Value>(_ body: (Database) throws -> Value) throws -> Value {
    do {
      return try readConsistently(body)
    } catch let error as DatabaseError where error.extendedResultCode == .SQLITE_READONLY_ROLLBACK {
      return try read(path, readonly: false, body)
    } catch {
      throw TrackingError(storage: error, path: path)
    }
  }

  private func readConsistently<Value>(_ body: (Database) throws -> Value) throws -> Value {
    let patience = ContinuousClock.now + .seconds(10)
    while true {
      let before = FileStamp(path: path)
      if hasLog || hasJournal { return try read(path, readonly: true, body) }
      let answer = Result { try read(immutableURI, readonly: true, body) }
      let isCertain = before == FileStamp(path: path) && before?.isSettled ?? true
      if isCertain || ContinuousClock.now > patience { return try answer.get() }
      usleep(2_000)
    }
  }

  private func read<Value>(
    _ place: String, readonly: Bool, _ body: (Database) throws -> Value
  ) throws -> Value {
    var configuration = Configuration()
    configuration.readonly = readonly
    configuration.busyMode = .timeout(10)
    let queue = try DatabaseQueue(path: place, configuration: configuration)
    defer { try? queue.close() }
    return try queue.read(body)
  }

  /// The path as a URI that asks SQLite for no locks and no log.
  var immutableURI: String {
    let allowed = CharacterSet.urlPathAllowed.subtracting(CharacterSet(charactersIn: "?#%"))
    let escaped = path.addingPercentEncoding(withAllowedCharacters: allowed) ?? path
    return "file://\(escaped)?immutable=1"
  }

  /// Where to open the file for reading only: on a medium that takes no lock files, without them.
  var pathForReading: String {
    hasLog || FileManager.default.isWritableFile(atPath: folder) ? path : immutableURI
  }
}
