public import AutoMLModel
import AutoMLQueries
public import AutoMLTracking
import GRDB

extension SQLiteConnector {
  /// Keeps numbers of any number of jobs, with their labelled companions, in one transaction.
  public func saveIntermediateResults(
    _ reports: [IntermediateReport]
  ) async throws -> [IntermediateResultID] {
    for report in reports where !report.score.labelled.isEmpty {
      try requireDistinct(report.score.labelled.map(\.label))
    }
    if reports.isEmpty, !isClosed { return [] }
    return try await write(isLong: reports.count > Self.fewRows) { context in
      try reports.map { report in try context.save(report) }
    }
  }

  /// The results of jobs, in order of job, attempt and number.
  public func intermediateResults(
    jobs: [JobID], attempts: AttemptSelection
  ) async throws -> [JobID: [IntermediateResultRecord]] {
    let jids = jsonList(jobs)
    return try await read { db in
      if let unknown = try db.value(.findUnknownJob, ["jids": jids], as: Int64.self) {
        throw TrackingError.unknown(JobID(rawValue: unknown))
      }
      let results = try db.rows(
        .listJobIntermediateResults, ["jids": jids, "all": attempts == .all],
        IntermediateResultRecord.init(row:))
      return Dictionary(grouping: results, by: \.job)
    }
  }

  /// The results of an experiment's jobs that are in a status.
  public func intermediateResults(
    experiment: ExperimentID, status: JobStatus?, attempts: AttemptSelection
  ) async throws -> [JobID: [IntermediateResultRecord]] {
    let statuses = (status.map { [$0] } ?? JobStatus.allCases).map { $0.rawValue }
    return try await read { db in
      _ = try db.requireStatus(of: experiment)
      let results = try db.rows(
        .listExperimentIntermediateResults,
        [
          "eid": experiment.rawValue, "all": attempts == .all,
          "statuses": JSONValue.array(statuses.map(JSONValue.string)).serialized(),
        ], IntermediateResultRecord.init(row:))
      return Dictionary(grouping: results, by: \.job)
    }
  }
}

/// Refuses labels of which one stands twice, or that cannot be kept.
func requireDistinct(_ labels: [String]) throws {
  let distinct = Set(labels)
  guard distinct.count == labels.count else {
    throw TrackingError(
      .labelMismatch(labels: distinct.count, scores: labels.count), "A label stands twice.")
  }
  guard !labels.contains(where: { $0.utf8.contains(0) }) else {
    throw TrackingError(.invalidRequest, "A label holds a NUL.")
  }
}

extension WriteContext {
  fileprivate mutating func save(_ report: IntermediateReport) throws -> IntermediateResultID {
    let kept = try resultInserter().insert(report.score.value, for: report.job, at: now)
    guard let (result, attempt) = kept else {
      _ = try db.requireJob(report.job)
      throw TrackingError.notRunning(report.job)
    }
    if !report.score.labelled.isEmpty {
      try insertSet(report.score.labelled, of: report.job, attempt: attempt, with: result)
    }
    return result
  }
}
