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
/// Like SQLite by default it relies on disks that harm nothing beside what they write.
///
/// A sync that fails leaves a gap: the system forgets what it could not write, and tells of it once.
/// Everything is then moved into the database and the log emptied before anything more is
/// acknowledged, this commit included. So that no such failure passes unseen in the midst of a
/// commit, the log is copied into the database after it, and not by SQLite itself. When it is the
/// database that cannot be synced, SQLite writes again what the last copy wrote, but nothing of copies
/// before it that were cut short: then nothing is acknowledged any more.
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
    /// Whether a sync has failed, and nothing has mended that.
    var hasGap = false
    /// Whether the database may lack pages that are in the log no more.
    var isHarmed = false
    /// How many pages the log had when it was last tried to copy it.
    var tried = 0
    /// After how many more pages that is tried again.
    var pause = WriteAheadLog.firstPause
    /// The last commit at the last look.
    var seen: UInt32 = 0
  }

  /// From how many pages on the log is copied into the database; SQLite's own number.
  private static let longLog = 1_000
  /// After how many more pages that is tried again, when the log could not be begun anew; each time
  /// twice as many, since a try keeps others out.
  private static let firstPause = 50

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
    if index != nil { try db.execute(sql: "PRAGMA wal_autocheckpoint = 0") }
    state.withLock { $0.index = index }
    try sync(db)
  }

  // MARK: Durability

  /// Makes every commit durable that is in the log, its own and those it has seen of others.
  ///
  /// It does nothing when commits need not be durable, nor when nobody has made one since.
  ///
  /// - Throws: ``SyncFailure`` when the disk fails. The commits stay, but a power cut may undo them;
  ///   the next sync tries again.
  func sync(_ db: Database) throws {
    if isDurable { try syncAnyway(db) }
  }

  /// As ``sync(_:)``, also when commits need not be durable.
  func syncAnyway(_ db: Database) throws {
    let (current, synced, hasGap) = state.withLock { ($0.index?.state, $0.synced, $0.hasGap) }
    if !hasGap {
      if let current, let synced, current.words == synced.words { return }
      if try syncFile(db) {
        state.withLock { $0.synced = current }
        return
      }
    }
    try mend(db)
  }

  /// Whether it is time to shorten the log.
  var isLong: Bool {
    state.withLock { state in
      guard let frames = state.index?.frames, frames >= Self.longLog else { return false }
      return !(state.tried..<state.tried + state.pause).contains(frames)
    }
  }

  /// Copies the log into the database, so that the next commit begins it anew.
  ///
  /// Nobody can write meanwhile, so it is best done before anybody is woken. What cannot be copied
  /// now, because of readers, other writers or the disk, stays in the log.
  func shorten(_ db: Database) {
    let isCopied = copy(db, .restart)
    state.withLock { state in
      let frames = state.index?.frames ?? 0
      let isSameLog = 0 < state.tried && state.tried <= frames
      state.pause = isSameLog && !isCopied ? 2 * state.pause : Self.firstPause
      state.tried = frames
    }
  }

  /// Copies the log into the database.
  ///
  /// SQLite does not tell which file it could not sync; the worse of the two is assumed.
  ///
  /// - Returns: Whether all of it is there and durable.
  private func copy(_ db: Database, _ mode: Database.CheckpointMode) -> Bool {
    let hasEarlier = state.withLock { ($0.index?.copied ?? 1) > 0 }
    do {
      let copied = try db.checkpoint(mode)
      return copied.checkpointedFrameCount == copied.walFrameCount
    } catch let error as DatabaseError where error.extendedResultCode == .SQLITE_IOERR_FSYNC {
      state.withLock { state in
        state.hasGap = true
        if hasEarlier { state.isHarmed = true }
      }
      return false
    } catch {
      return false
    }
  }

  /// Syncs the log; false when the disk has failed.
  private func syncFile(_ db: Database) throws -> Bool {
    guard let log = try db.file(SQLITE_FCNTL_JOURNAL_POINTER) else { return false }
    return log.pointee.pMethods.pointee.xSync(log, SQLITE_SYNC_NORMAL) == SQLITE_OK
  }

  /// Moves everything from the log, where a part of it may be lost, into the database.
  private func mend(_ db: Database) throws {
    state.withLock { state in
      state.hasGap = true
      state.synced = nil
    }
    // What was before the gap would hide what comes after it, so the log has to end as empty; but
    // not when others are still to learn from it that the database lacks something.
    let isEmpty = try !isHarmed && syncFile(db) && copy(db, .truncate) && syncFile(db)
    if isHarmed { throw SyncFailure.ofDatabase }
    guard isEmpty else { throw SyncFailure.ofLog }
    state.withLock { $0.hasGap = false }
    wakeNext()
  }

  private var isHarmed: Bool { state.withLock { $0.isHarmed } }

  // MARK: Taking turns

  /// Wakes a process that waits for the lock, which has just been given back.
  func wakeNext() { state.withLock { $0.index }?.wakeNext() }

  /// Notes the last commit, so that one that comes while the lock is tried is noticed.
  func look() {
    state.withLock { $0.seen = $0.index?.commits ?? 0 }
  }

  /// Waits until a commit of this program, unless there was one since the last look.
  ///
  /// A commit that ends just as the wait begins may go unnoticed, so the time should be short.
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

/// Why what was written is not durable.
enum SyncFailure: Error {
  /// The log could not be synced, and not be moved into the database either.
  case ofLog
  /// The database could not be synced, and nobody can write again all that it lacks.
  case ofDatabase
}
