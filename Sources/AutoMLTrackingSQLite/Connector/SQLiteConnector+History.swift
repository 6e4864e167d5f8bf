public import AutoMLModel
import AutoMLQueries
public import AutoMLTracking
import GRDB

extension SQLiteConnector {
  /// The jobs of an experiment that are RUNNING, by id.
  public func runningJobs(of id: ExperimentID) async throws -> [JobID] {
    try await read { db in
      _ = try db.requireStatus(of: id)
      return try db.identifiers(.listRunningJobs, ["eid": id.rawValue])
    }
  }

  /// A recorded job.
  public func job(_ id: JobID) async throws -> JobRecord {
    try await read { db in try db.requireJob(id) }
  }

  /// The attempts of a job in order.
  public func attempts(of id: JobID) async throws -> [AttemptRecord] {
    try await read { db in
      let attempts = try db.rows(
        .listAttempts, ["jid": id.rawValue], AttemptRecord.init(row:))
      if attempts.isEmpty { _ = try db.requireJob(id) }
      return attempts
    }
  }

  /// One page of an experiment's jobs by id.
  public func history(
    of id: ExperimentID, after: JobID?, limit: Int
  ) async throws -> [JobRecord] {
    try await read { db in
      _ = try db.requireStatus(of: id)
      return try db.rows(
        .listJobs,
        ["eid": id.rawValue, "after": after?.rawValue ?? 0, "limit": max(0, limit)],
        JobRecord.init(row:))
    }
  }

  /// The best jobs of an experiment, best first; ties in the order of their ids.
  public func bestResults(
    of id: ExperimentID, goal: OptimizationGoal?, limit: Int, includingEarlyStopped: Bool
  ) async throws -> [JobRecord] {
    try await read { db in
      let recorded = try db.row(.findExperimentGoal, ["eid": id.rawValue]) { row in
        try OptimizationGoal(row, "goal")
      }
      guard let recorded else { throw TrackingError.unknown(id) }
      let goal = goal ?? recorded
      let finished = try db.bestJobs(of: id, .finished, goal: goal, limit: limit)
      guard includingEarlyStopped else { return finished }
      let stopped = try db.bestJobs(of: id, .earlyStopped, goal: goal, limit: limit)
      let all = (finished + stopped).sorted { left, right in
        guard let leftScore = left.score, let rightScore = right.score else { return false }
        return leftScore == rightScore
          ? left.id < right.id : goal.isBetter(leftScore, than: rightScore)
      }
      return Array(all.prefix(max(0, limit)))
    }
  }
}

extension Database {
  fileprivate func bestJobs(
    of id: ExperimentID, _ status: JobStatus, goal: OptimizationGoal, limit: Int
  ) throws -> [JobRecord] {
    try rows(
      goal == .maximize ? .listHighestJobs : .listLowestJobs,
      ["eid": id.rawValue, "status": status.rawValue, "limit": max(0, limit)],
      JobRecord.init(row:))
  }
}
