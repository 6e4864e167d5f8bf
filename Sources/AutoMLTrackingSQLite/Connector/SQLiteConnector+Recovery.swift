import AutoMLModel
import AutoMLQueries
public import AutoMLTracking
import GRDB

extension SQLiteConnector {
  /// Finds sessions that are surely dead and mends what they left behind.
  ///
  /// A session whose processes do not end within some seconds is left for the next call, because
  /// its resources are still in use.
  public func recover() async throws -> RecoveryReport {
    guard configuration.mode != .readOnly else {
      throw TrackingError(.readOnly, "\(path) was opened read-only; recovery changes it.")
    }
    let candidates = try await deadSessions()
    if candidates.isEmpty { return RecoveryReport() }
    var ended: [Int] = []
    var dead: [SessionRecord] = []
    for session in candidates {
      let hunt = OrphanHunt(
        table: configuration.processTable, identity: identity, session: session,
        groups: try await processGroups(of: session.id))
      guard let processes = await hunt.run() else { continue }
      ended += processes
      dead.append(session)
    }
    let seen = JSONValue.array(
      dead.map { [.integer($0.id.rawValue), .integer($0.heartbeat.microseconds)] })
    var report = try await write(isLong: true) { context in
      // Another process may have mended them by now, or one may have come back to life.
      let sessions: [SessionID] = try context.db.identifiers(
        .listUnchangedSessions, ["seen": seen.serialized()])
      return try context.mend(
        sessions, error: "its engine died",
        message: "The engine died while it worked on this experiment; it can be continued.")
    }
    report.endedProcesses = ended.sorted()
    return report
  }

  private func deadSessions() async throws -> [SessionRecord] {
    let live = try await sessions(live: true)
    let own = currentSession
    let now = configuration.timeSource.now()
    return live.filter { session in
      session.id != own
        && OrphanHunt.verdict(
          on: session, from: identity, table: configuration.processTable, now: now,
          leaseTime: configuration.leaseTime) == .dead
    }
  }

  private func processGroups(of session: SessionID) async throws -> [ProcessGroup] {
    try await read { db in
      try db.rows(.listProcessGroups, ["sid": session.rawValue]) { ProcessGroup(row: $0) }
        .compactMap(\.self)
    }
  }
}

extension WriteContext {
  /// Undoes the hold of sessions on everything, and ends them.
  ///
  /// - Parameters:
  ///   - error: Why their attempts are lost.
  ///   - message: What their experiments are told.
  func mend(
    _ sessions: [SessionID], error: String, message: String
  ) throws -> RecoveryReport {
    var report = RecoveryReport()
    if sessions.isEmpty { return report }
    report.sessions = sessions
    let sids = jsonList(sessions)
    let now = now.microseconds
    let lost = try db.rows(.loseAttempts, ["sids": sids, "now": now, "error": error]) { row in
      (attempt: AttemptID(row, "jaid"), job: JobID(row, "jid"))
    }
    report.lostAttempts = lost.map(\.attempt).sorted()
    report.pendingJobs = try db.identifiers(.pendJobs, ["jids": jsonList(lost.map(\.job))])
    try db.run(
      .endResourcesOfAttempts, ["jaids": jsonList(report.lostAttempts), "now": now])
    report.freedResources = try db.identifiers(.freeResourcesOfSessions, ["sids": sids])
    report.stoppedExperiments = try db.identifiers(
      .stopExperimentsOfSessions, ["sids": sids, "now": now, "message": message])
    report.returnedCombinations = try db.identifiers(.returnCombinationsOfSessions, ["sids": sids])
    try db.run(
      .insertMessage,
      ["eids": jsonList(report.stoppedExperiments), "now": now, "message": message])
    try db.run(.endSessions, ["sids": sids, "now": now])
    return report
  }
}
