import AutoMLModel
public import AutoMLTracking
import GRDB

/// The record of experiments in one SQLite file.
///
/// The file is in WAL mode: reads run on a pool of connections and never wait for a write, and
/// writes of many tasks share transactions. Any number of connectors, in any number of processes
/// on one host, may use the same file. See ``open(path:configuration:)``.
public final class SQLiteConnector: Connector {
  /// The absolute path of the file, symbolic links resolved.
  public let path: String
  /// How the store was opened.
  public let configuration: SQLiteConfiguration

  /// As many rows as an operation may write that is not a long one.
  static let fewRows = 200

  let identity: ProcessIdentity
  let pool: DatabasePool
  private let queue: WriteQueue
  private let log: WriteAheadLog
  /// The file that was opened.
  private let place: FilePlace?

  init(
    path: String, configuration: SQLiteConfiguration, identity: ProcessIdentity,
    pool: DatabasePool, patience: BusyPolicy, log: WriteAheadLog
  ) {
    self.path = path
    self.configuration = configuration
    self.identity = identity
    self.pool = pool
    self.log = log
    place = FilePlace(path: path)
    queue = WriteQueue(
      pool: pool, path: path, patience: patience, log: log,
      timeSource: configuration.timeSource, identity: identity)
  }

  /// Whether the connector has been closed.
  public var isClosed: Bool { queue.isClosed }

  /// The session that this connector has registered, if any.
  var currentSession: SessionID? { queue.session }

  /// Ends the session and releases the file; a second call does nothing.
  ///
  /// - Throws: ``TrackingError`` when the session's end cannot be recorded.
  public func close() async throws {
    do {
      let isFirst = try await queue.close { context in
        try context.endOwnSession()
        return true
      }
      if isFirst == nil { return }
    } catch {
      try? await release()
      throw error
    }
    try await release()
  }

  /// Syncs what `.normal` durability has not, and closes the connections.
  private func release() async throws {
    let (pool, path, log) = (pool, path, log)
    let isWritable = configuration.mode != .readOnly
    try await withCheckedThrowingContinuation {
      (continuation: CheckedContinuation<Void, any Error>) in
      pool.asyncWriteWithoutTransaction { db in
        do {
          if isWritable {
            try log.syncAnyway(db)
            try db.checkpoint(.passive)
          }
          continuation.resume()
        } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY {
          continuation.resume()
        } catch {
          continuation.resume(throwing: TrackingError(storage: error, path: path))
        }
      }
    }
    do {
      // Only the connection that can write removes the log, and only when it is the last one.
      pool.invalidateReadOnlyConnections()
      try pool.close()
    } catch {
      throw TrackingError(storage: error, path: path)
    }
  }

  /// Does an operation in a transaction that it may share with others.
  ///
  /// - Parameter isLong: Whether its work grows with what is recorded or given.
  func write<Value: Sendable>(
    isLong: Bool = false, _ operation: @escaping WriteOperation<Value>
  ) async throws -> Value {
    if configuration.mode == .readOnly, !isClosed {
      throw TrackingError(
        .readOnly, "\(path) was opened read-only; open it for writing to change anything.")
    }
    return try await queue.perform(isLong: isLong, operation)
  }

  /// Makes sure that what is written still goes where others will look for it.
  ///
  /// SQLite keeps writing to a file that has lost its name, and nobody will see it again.
  ///
  /// - Throws: ``TrackingError`` `.cannotOpen` when the path leads to another file or to none.
  func requirePlace() throws {
    guard FilePlace(path: path) != place else { return }
    throw TrackingError(
      .cannotOpen,
      "\(path) was removed or replaced while it was in use; what is recorded now is lost. "
        + "Put it back, or open the store again.")
  }

  /// Reads one consistent state, whatever is being written meanwhile.
  func read<Value: Sendable>(
    _ body: @escaping @Sendable (Database) throws -> Value
  ) async throws -> Value {
    if isClosed { throw TrackingError.closed }
    let (pool, path) = (pool, path)
    return try await withCheckedThrowingContinuation { continuation in
      pool.asyncRead { access in
        continuation.resume(
          with: Result {
            do {
              return try body(try access.get())
            } catch {
              throw TrackingError(storage: error, path: path)
            }
          })
      }
    }
  }
}
