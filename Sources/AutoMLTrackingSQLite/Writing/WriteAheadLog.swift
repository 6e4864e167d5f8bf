import CLogIndex
import GRDB
import GRDBSQLite
import Synchronization

/// SQLite's log behind the writing connection: synced after commits, and watched while others write.
///
/// With `PRAGMA synchronous = FULL` SQLite syncs the log within a commit, while nobody else can
/// write. Here a commit gives the lock back first, as with `NORMAL`, and the log is synced after it,
/// before anybody hears of success. What is acknowledged survives a power cut just as well, and
/// while one process syncs the next one writes. A commit never outlives one that it builds on: it
/// comes later in the same file, of which a sync takes all, and SQLite reads the log after a power
/// cut no further than its checksums agree. What others do can be seen a sync before it is durable.
///
/// A process that waits for the lock sleeps on the number of the last commit, which the processes
/// share in the log's index, and is woken by the next commit of this program.
///
/// It is to be used only within an access to the connection it was attached to.
final class WriteAheadLog: Sendable {
  private struct State {
    var index: LogIndex?
    /// What the log was when it was last synced.
    var synced: clog_state?
    /// The last commit at the last look.
    var seen: UInt32 = 0
  }

  private let isDurable: Bool
  private let state = Mutex(State())

  /// - Parameter isDurable: Whether commits are synced at all.
  init(isDurable: Bool) {
    self.isDurable = isDurable
  }

  /// Takes the log of a connection whose commits are to be synced from now on.
  ///
  /// - Throws: `DatabaseError` when the log cannot be read or synced.
  func attach(to db: Database) throws {
    try db.execute(sql: "PRAGMA synchronous = NORMAL")
    // SQLite opens the log at the first reading.
    _ = try Int.fetchOne(db, sql: "PRAGMA schema_version")
    let index = LogIndex(db)
    state.withLock { $0.index = index }
    try sync(db)
  }

  /// Makes every commit durable that is in the log, its own and those it has seen of others.
  ///
  /// When commits need not be durable it does nothing, nor when nobody has made one since.
  ///
  /// - Throws: `DatabaseError` when the disk fails. The commits stay, but a power cut may undo them.
  func sync(_ db: Database) throws {
    guard isDurable else { return }
    let (current, synced) = state.withLock { ($0.index?.state, $0.synced) }
    if let current, let synced, current.words == synced.words { return }
    guard let log = try db.file(SQLITE_FCNTL_JOURNAL_POINTER),
      log.pointee.pMethods.pointee.xSync(log, SQLITE_SYNC_NORMAL) == SQLITE_OK
    else {
      throw DatabaseError(resultCode: .SQLITE_IOERR_FSYNC, message: "the log cannot be synced")
    }
    state.withLock { $0.synced = current }
  }

  /// Wakes a process that waits for the lock, which has just been given back.
  func wakeNext() { state.withLock { $0.index }?.wakeNext() }

  /// Notes the last commit, so that one that comes while the lock is tried is noticed.
  func look() {
    state.withLock { $0.seen = $0.index?.commits ?? 0 }
  }

  /// Waits until somebody commits or gives the lock back, or has committed since the last look.
  ///
  /// - Parameter time: The longest wait.
  /// - Returns: False, without having waited, when it does not know how.
  func waitForCommit(atMost time: Duration) -> Bool {
    let (index, seen) = state.withLock { ($0.index, $0.seen) }
    guard let index else { return false }
    index.wait(after: seen, atMost: time)
    look()
    return true
  }
}
