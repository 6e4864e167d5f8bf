import AutoMLModel
import AutoMLTracking
import GRDB
import Synchronization

/// Group commit: writes of any number of tasks, one transaction at a time.
///
/// Whoever comes while nobody writes becomes the leader and begins at once; a lone writer waits
/// for nobody. Whoever comes meanwhile waits in line, and all that wait go into the next
/// transaction together, with one commit, and so one sync, for all. One that fails does not fail
/// its neighbours: the transaction is undone and done again with each in a savepoint of its own.
/// Savepoints cost a third of the speed, so they are made only then; operations may be done
/// twice, which is why they have no effect but on the database.
///
/// While commits are quick, a leader that has been alone for a while does its work right on its
/// caller's thread; see ``CommitPace``. It hardly waits for other processes there: when one keeps
/// the lock, it joins the line. Everything else is done on the connection's own queue, so that
/// several callers go on while their writes are done.
final class WriteQueue: Sendable {
  private struct State {
    var waiting: [any WriteTicket] = []
    var isWorking = false
    var isClosed = false
    var session: SessionID?
    var pace = CommitPace()
    /// How many operations in a row found nobody at work.
    var alone = 0
  }

  private static let largestBatch = 512
  /// After how many operations in a row that found nobody at work a caller counts as alone.
  private static let solitude = 8

  private let pool: DatabasePool
  private let path: String
  private let patience: BusyPolicy
  private let log: WriteAheadLog
  private let timeSource: any TimeSource
  private let identity: ProcessIdentity
  private let state = Mutex(State())

  init(
    pool: DatabasePool, path: String, patience: BusyPolicy, log: WriteAheadLog,
    timeSource: any TimeSource, identity: ProcessIdentity
  ) {
    self.pool = pool
    self.path = path
    self.patience = patience
    self.log = log
    self.timeSource = timeSource
    self.identity = identity
  }

  var isClosed: Bool { state.withLock { $0.isClosed } }

  /// The session that committed writes have registered.
  var session: SessionID? { state.withLock { $0.session } }

  /// Does an operation and returns when it is durable.
  ///
  /// Cancelling the task does not cancel the operation.
  ///
  /// - Parameter isLong: Whether it may take longer than a caller's thread should be kept.
  func perform<Value: Sendable>(
    isLong: Bool = false, _ operation: @escaping WriteOperation<Value>
  ) async throws -> Value {
    if !isLong, try takeLead() {
      let outcome = performInline(operation)
      passLead()
      if let outcome { return try outcome.get() }
    }
    return try await withCheckedThrowingContinuation { continuation in
      if !enqueue(PendingWrite(operation, continuation)) {
        continuation.resume(throwing: TrackingError.closed)
      }
    }
  }

  /// Refuses every later operation, does those in line, and then a last one.
  ///
  /// - Returns: The last one's result, or nil when the queue was closed before.
  func close<Value: Sendable>(
    _ operation: @escaping WriteOperation<Value>
  ) async throws -> Value? {
    let isFirst = state.withLock { state in
      defer { state.isClosed = true }
      return !state.isClosed
    }
    guard isFirst else { return nil }
    return try await withCheckedThrowingContinuation { continuation in
      _ = enqueue(PendingWrite(operation, continuation), evenWhenClosed: true)
    }
  }

  // MARK: Leading

  /// Whether the caller leads and may work on its own thread.
  private func takeLead() throws -> Bool {
    try state.withLock { state in
      if state.isClosed { throw TrackingError.closed }
      if state.isWorking { return false }
      guard state.pace.isQuick, state.alone >= Self.solitude else { return false }
      state.isWorking = true
      state.alone += 1
      return true
    }
  }

  private func passLead() {
    let isDone = state.withLock { state in
      if state.waiting.isEmpty { state.isWorking = false }
      return state.waiting.isEmpty
    }
    if !isDone { schedule() }
  }

  private func enqueue(_ ticket: any WriteTicket, evenWhenClosed: Bool = false) -> Bool {
    let (isAccepted, leads) = state.withLock { state in
      guard evenWhenClosed || !state.isClosed else { return (false, false) }
      state.waiting.append(ticket)
      state.alone = state.isWorking ? 0 : state.alone + 1
      defer { state.isWorking = true }
      return (true, !state.isWorking)
    }
    if leads { schedule() }
    return isAccepted
  }

  private func schedule() {
    pool.asyncWriteWithoutTransaction { [self] db in
      while let batch = nextBatch() { perform(batch, db) }
    }
  }

  private func nextBatch() -> [any WriteTicket]? {
    state.withLock { state in
      guard !state.waiting.isEmpty else {
        state.isWorking = false
        return nil
      }
      if state.waiting.count <= Self.largestBatch {
        defer { state.waiting = [] }
        return state.waiting
      }
      defer { state.waiting.removeFirst(Self.largestBatch) }
      return Array(state.waiting.prefix(Self.largestBatch))
    }
  }

  // MARK: Working

  /// Does an operation on this thread; nil when another process keeps the lock.
  private func performInline<Value>(
    _ operation: WriteOperation<Value>
  ) -> Result<Value, any Error>? {
    pool.writeWithoutTransaction { db in
      patience.waiting(atMost: BusyPolicy.borrowedTime) {
        do {
          try begin(db)
        } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY {
          return nil
        } catch {
          return .failure(TrackingError(storage: error, path: path))
        }
        do {
          var context = context(db)
          let value = try operation(&context)
          try commit(context)
          return .success(value)
        } catch {
          rollback(db)
          return .failure(TrackingError(storage: error, path: path))
        }
      }
    }
  }

  private func perform(_ batch: [any WriteTicket], _ db: Database) {
    var failure: (any Error)?
    do {
      if try !performTogether(batch, db) { try performApart(batch, db) }
    } catch {
      rollback(db)
      failure = TrackingError(storage: error, path: path)
    }
    for ticket in batch { ticket.resume(failure: failure) }
  }

  /// Does a batch in one go, on the bet that no operation fails.
  ///
  /// - Returns: False, with everything undone, when one of several failed.
  /// - Throws: What befalls the whole batch.
  private func performTogether(_ batch: [any WriteTicket], _ db: Database) throws -> Bool {
    try begin(db)
    var context = context(db)
    for ticket in batch {
      do {
        try ticket.perform(&context)
      } catch {
        if batch.count == 1 { throw error }
        rollback(db)
        return false
      }
    }
    try commit(context)
    return true
  }

  /// Does each operation of a batch in a savepoint of its own, and commits those that succeed.
  ///
  /// - Throws: What befalls the whole batch: SQLite undoes the transaction by itself on some
  ///   errors, such as a full disk.
  private func performApart(_ batch: [any WriteTicket], _ db: Database) throws {
    try begin(db)
    var context = context(db)
    for ticket in batch {
      let session = context.session
      try db.execute(.savepoint)
      do {
        try ticket.perform(&context)
      } catch {
        guard db.isInsideTransaction else { throw error }
        ticket.fail(TrackingError(storage: error, path: path))
        context.session = session
        try db.execute(.undo)
      }
      try db.execute(.release)
    }
    try commit(context)
  }

  private func context(_ db: Database) -> WriteContext {
    WriteContext(db: db, now: timeSource.now(), identity: identity, session: session)
  }

  private func begin(_ db: Database) throws {
    log.look()
    try db.execute(.begin)
  }

  private func commit(_ context: WriteContext) throws {
    let start = ContinuousClock.now
    try context.db.execute(.commit)
    state.withLock { $0.session = context.session }
    let isLong = log.isLong
    if isLong { patience.waiting(atMost: .zero) { log.shorten(context.db) } }
    log.wakeNext()
    // A long log is rare, and how long it took to copy it says little of other commits.
    defer { if !isLong { state.withLock { $0.pace.note(ContinuousClock.now - start) } } }
    try log.sync(context.db)
  }

  private func rollback(_ db: Database) {
    if db.isInsideTransaction { try? db.execute(.rollback) }
    log.wakeNext()
  }
}

/// The statements that make and end transactions.
private enum TransactionStep: String {
  case begin = "BEGIN IMMEDIATE"
  case commit = "COMMIT"
  case rollback = "ROLLBACK"
  case savepoint = "SAVEPOINT operation"
  case undo = "ROLLBACK TO SAVEPOINT operation"
  case release = "RELEASE SAVEPOINT operation"
}

extension Database {
  fileprivate func execute(_ step: TransactionStep) throws {
    try DirectStatement(sql: step.rawValue, self).run()
  }
}
