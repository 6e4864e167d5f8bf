public import AutoMLModel
import AutoMLQueries
public import AutoMLTracking
import GRDB

extension SQLiteConnector {
  /// Keeps a set of labelled numbers of a RUNNING job.
  public func saveMultipleResults(
    labels: [String], scores: [Double], job: JobID, intermediateResult: IntermediateResultID?
  ) async throws -> [MultipleResultID] {
    guard labels.count == scores.count else {
      throw TrackingError(
        .labelMismatch(labels: labels.count, scores: scores.count),
        "There are \(labels.count) labels for \(scores.count) numbers.")
    }
    try requireDistinct(labels)
    if let bad = zip(labels, scores).first(where: { !$0.1.isFinite }) {
      throw TrackingError(
        .nonFiniteScore, "'\(bad.0)' is \(bad.1); it must be a finite number.")
    }
    return try await write(isLong: labels.count > Self.fewRows) { context in
      _ = try context.db.requireJob(job)
      if let result = intermediateResult {
        let owner = try context.db.value(
          .findIntermediateResult, ["irid": result.rawValue], as: Int64.self)
        guard owner == job.rawValue else {
          throw TrackingError(
            .unknownIntermediateResult(result),
            "Job \(job) has no intermediate result \(result).")
        }
      }
      guard let attempt = try context.db.runningAttempt(at: job) else {
        throw TrackingError.notRunning(job)
      }
      return try context.insertSet(
        zip(labels, scores).map(LabelledValue.init), of: job, attempt: attempt,
        with: intermediateResult)
    }
  }

  /// Makes the newest set of a job its last results; no other set is any more.
  public func setLastMultipleResults(for job: JobID) async throws -> Bool {
    try await write { context in
      _ = try context.db.requireJob(job)
      return try context.markLastSet(of: job)
    }
  }

  /// The labelled numbers of a job, in order of set and place.
  public func multipleResults(job: JobID) async throws -> [MultipleResultRecord] {
    try await read { db in
      _ = try db.requireJob(job)
      return try db.rows(
        .listMultipleResults, ["jid": job.rawValue], MultipleResultRecord.init(row:))
    }
  }
}

extension WriteContext {
  /// Keeps labelled numbers as the next set of a job.
  @discardableResult
  func insertSet(
    _ numbers: [LabelledValue], of job: JobID, attempt: AttemptID,
    with result: IntermediateResultID?
  ) throws -> [MultipleResultID] {
    let set = try db.value(.findNextSet, ["jid": job.rawValue], as: Int.self)
    return try numbers.enumerated().flatMap { order, number in
      try db.identifiers(
        .insertMultipleResult,
        [
          "irid": result?.rawValue, "jaid": attempt.rawValue, "jid": job.rawValue,
          "set_number": set, "label": number.label, "label_order": order, "value": number.value,
          "now": now.microseconds,
        ], as: MultipleResultID.self)
    }
  }

  /// Marks the newest set of a job as its last; false when it has none.
  @discardableResult
  func markLastSet(of job: JobID) throws -> Bool {
    try db.run(.clearLastSet, ["jid": job.rawValue])
    let marked: [MultipleResultID] = try db.identifiers(.markLastSet, ["jid": job.rawValue])
    return !marked.isEmpty
  }
}
