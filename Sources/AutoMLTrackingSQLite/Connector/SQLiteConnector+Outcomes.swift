public import AutoMLModel
import AutoMLQueries
public import AutoMLTracking
import GRDB

extension SQLiteConnector {
  /// Ends every PENDING job of an experiment as CANCELLED, in the order of their numbers.
  public func cancelPendingJobs(of id: ExperimentID) async throws -> Int {
    try await write(isLong: true) { context in
      _ = try context.db.requireStatus(of: id)
      let waiting = try context.db.rows(.listPendingJobs, ["eid": id.rawValue]) { row in
        (job: JobID(row, "jid"), number: row["number"] as Int)
      }
      for (job, _) in waiting.sorted(by: { $0.number < $1.number }) {
        try context.endJob(job, as: .cancelled, score: nil)
      }
      return waiting.count
    }
  }

  /// The jobs of an experiment that are PENDING or RUNNING, by number.
  public func openJobs(of id: ExperimentID) async throws -> [OpenJob] {
    try await read { db in
      _ = try db.requireStatus(of: id)
      return try db.rows(.listOpenJobs, ["eid": id.rawValue], OpenJob.init(row:))
        .sorted { $0.job.number < $1.job.number }
    }
  }

  /// One page of the outcomes of an experiment, in the order in which its jobs ended.
  public func outcomes(
    of id: ExperimentID, after: Int?, limit: Int
  ) async throws -> [JobOutcome] {
    try await read { db in
      _ = try db.requireStatus(of: id)
      let cursor = try Row.fetchCursor(
        db.cachedStatement(sql: Query.listOutcomes.text),
        arguments: ["eid": id.rawValue, "after": after ?? -1, "limit": max(0, limit)])
      var page = OutcomePage()
      while let row = try cursor.next() { try page.add(row) }
      return page.outcomes()
    }
  }
}

/// Puts the rows of jobs together, of which a job has one for each of its labelled numbers.
private struct OutcomePage {
  private var jobs: [JobID: JobRecord] = [:]
  private var labelled: [JobID: [(order: Int, number: LabelledValue)]] = [:]

  mutating func add(_ row: Row) throws {
    let id = JobID(row, "jid")
    if jobs[id] == nil { jobs[id] = try JobRecord(row: row) }
    guard let label: String = row["label"] else { return }
    labelled[id, default: []].append((row["label_order"], LabelledValue(label, row["value"])))
  }

  /// The outcomes in order of their numbers.
  func outcomes() -> [JobOutcome] {
    jobs.values.sorted { ($0.outcomeNumber ?? 0) < ($1.outcomeNumber ?? 0) }.map { job in
      let numbers = labelled[job.id, default: []].sorted { $0.order < $1.order }
      return JobOutcome(job: job, labelled: numbers.map(\.number))
    }
  }
}
