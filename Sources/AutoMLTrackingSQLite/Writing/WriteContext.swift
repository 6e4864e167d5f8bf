import AutoMLModel
import AutoMLTracking
import GRDB

/// What an operation has in hand while its transaction is open.
struct WriteContext {
  /// The connection, inside a transaction.
  let db: Database
  /// The time of everything that the operation records.
  let now: Timestamp
  /// Who this process is, should a session have to be registered.
  let identity: ProcessIdentity
  /// The caller's session, once there is one; forgotten when the transaction fails.
  var session: SessionID?
  private var inserter: ResultInserter?

  init(db: Database, now: Timestamp, identity: ProcessIdentity, session: SessionID?) {
    self.db = db
    self.now = now
    self.identity = identity
    self.session = session
  }

  /// What keeps numbers of jobs, prepared once a transaction.
  mutating func resultInserter() throws -> ResultInserter {
    if let inserter { return inserter }
    let made = try ResultInserter(db)
    inserter = made
    return made
  }
}

/// An operation on the store: all or nothing, and without effects outside of it.
typealias WriteOperation<Value> = @Sendable (inout WriteContext) throws -> Value
