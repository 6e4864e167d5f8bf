import AutoMLModel
import AutoMLQueries
public import AutoMLTracking
import GRDB

extension SQLiteConnector {
  /// The caller's session, registered now if it is not yet.
  public func session() async throws -> SessionRecord {
    try await write { context in
      let id = try context.requireSession()
      let record = try context.db.row(.findSession, ["sid": id.rawValue], SessionRecord.init(row:))
      guard let record else { throw TrackingError.sessionEnded(id.rawValue) }
      return record
    }
  }

  /// All sessions by id.
  public func sessions(live: Bool) async throws -> [SessionRecord] {
    try await read { db in
      try db.rows(live ? .listLiveSessions : .listSessions, [:], SessionRecord.init(row:))
    }
  }

  /// Gives a sign of life for the caller's session.
  ///
  /// - Throws: ``TrackingError`` `.illegalTransition` when other processes have found the session
  ///   dead and ended it: its attempts are lost, and its resources may be in other hands.
  ///   `.cannotOpen` when the file was removed, moved away or replaced while it was in use.
  public func heartbeat() async throws {
    try await write { [self] context in
      try requirePlace()
      let id = try context.requireSession()
      try context.db.run(
        .beatSession, ["sid": id.rawValue, "now": context.now.microseconds])
    }
  }
}

extension WriteContext {
  /// The caller's session, registered in this transaction if there is none yet.
  ///
  /// - Throws: ``TrackingError`` `.illegalTransition` when other processes have ended it.
  mutating func requireSession() throws -> SessionID {
    if let session {
      guard try db.isTrue(.isSessionLive, ["sid": session.rawValue]) else {
        throw TrackingError.sessionEnded(session.rawValue)
      }
      return session
    }
    let id = try register(identity)
    session = id
    return id
  }

  /// Registers a process as a session.
  func register(_ process: ProcessIdentity) throws -> SessionID {
    let ids: [SessionID] = try db.identifiers(
      .insertSession,
      [
        "token": Self.randomToken(), "host": process.host, "boot_id": process.bootID,
        "pid": process.processID, "process_start_time": process.startTime,
        "now": now.microseconds,
      ])
    return ids[0]
  }

  /// Ends the caller's session and mends what it leaves, if there is one.
  mutating func endOwnSession() throws {
    guard let own = session else { return }
    session = nil
    guard try db.isTrue(.isSessionLive, ["sid": own.rawValue]) else { return }
    _ = try mend(
      [own], error: "its engine closed the store",
      message: "The engine closed the store while it worked on this experiment.")
  }

  /// 128 random bits as 32 hexadecimal digits.
  private static func randomToken() -> String {
    var generator = SystemRandomNumberGenerator()
    return (0..<2).map { _ in
      let digits = String(generator.next(), radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }.joined()
  }
}
