import CLogIndex
import GRDB
import GRDBSQLite

/// The index of SQLite's write-ahead log, which all processes that have a file open share.
///
/// It is read and waited on, never written. The memory is SQLite's own: mapping the file a second
/// time would take SQLite's locks on it away with the closing of it. See section 2.2 of
/// <https://www.sqlite.org/howtocorrupt.html>.
struct LogIndex: @unchecked Sendable {
  /// Stays where it is until the connection is closed; several threads and processes may read it.
  private let memory: UnsafeRawPointer

  /// Finds the index of a connection that has read from its file.
  ///
  /// - Returns: Nil when there is none, or its layout is another than SQLite's at the moment.
  init?(_ db: Database) {
    guard let file = try? db.file(SQLITE_FCNTL_FILE_POINTER),
      let methods = file.pointee.pMethods, methods.pointee.iVersion >= 2
    else { return nil }
    var memory: UnsafeMutableRawPointer?
    guard methods.pointee.xShmMap(file, 0, CInt(CLOG_INDEX_SIZE), 0, &memory) == SQLITE_OK,
      let memory, clog_index_is_known(memory)
    else { return nil }
    self.memory = UnsafeRawPointer(memory)
  }

  /// How many pages there are in the log.
  var frames: Int { Int(clog_index_frames(memory)) }

  /// How many of them have been copied into the database.
  var copied: Int { Int(clog_index_copied(memory)) }

  /// A number that every commit of anybody changes, unless it has changed nothing itself.
  var commits: UInt32 { clog_index_commits(memory) }

  /// What the last commit has left, or nil while one is being written down.
  var state: clog_state? {
    var state = clog_state()
    return clog_index_state(memory, &state) ? state : nil
  }

  /// Sleeps until somebody wakes; not at all when there was a commit since one that was seen.
  func wait(after seen: UInt32, atMost time: Duration) {
    clog_index_wait(memory, seen, Int64(time / .microseconds(1)))
  }

  /// Wakes the process that waits longest.
  func wakeNext() { clog_index_wake(memory) }
}

extension Database {
  /// One of the files behind the connection; nil when it is not open.
  func file(_ which: CInt) throws -> UnsafeMutablePointer<sqlite3_file>? {
    var file: UnsafeMutablePointer<sqlite3_file>?
    let code = sqlite3_file_control(sqliteConnection, "main", which, &file)
    guard code == SQLITE_OK else { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
    return file?.pointee.pMethods == nil ? nil : file
  }
}
