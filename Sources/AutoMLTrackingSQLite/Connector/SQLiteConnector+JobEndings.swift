public import AutoMLModel
import AutoMLQueries
public import AutoMLTracking
import GRDB

extension SQLiteConnector {
  /// Ends an attempt as FAILED, CANCELLED or LOST and leaves the job PENDING for another one.
  public func failAttempt(
    _ id: AttemptID, as status: AttemptStatus, _ ending: AttemptEnding
  ) async throws {
    try await write { context in
      let (job, current) = try context.db.requireAttempt(id)
      guard current == .running, [.failed, .cancelled, .lost].contains(status) else {
        throw TrackingError.illegalTransition(of: "Attempt \(id)", from: current, to: status)
      }
      try context.endAttempt(id, as: status, ending)
      try context.db.run(
        .moveJob, ["jid": job.rawValue, "status": JobStatus.pending.rawValue])
    }
  }

  /// Ends a job with its running attempt, keeps its final numbers and frees its resources.
  @discardableResult
  public func finishJob(_ completion: JobCompletion) async throws -> Int {
    try await write { context in try context.finish(completion) }
  }

  /// Ends a job and starts another one, in one transaction.
  ///
  /// When one of the two is refused everything is undone, and the end is done again alone, which
  /// tells which one it was: a savepoint between them would cost every succession.
  public func finishJob(
    _ completion: JobCompletion, thenStart request: JobRequest
  ) async throws -> JobSuccession {
    do {
      let start = try JobStart(request)
      return try await write { context in
        let place = try context.finish(completion)
        return JobSuccession(outcomeNumber: place, next: .success(try context.start(start)))
      }
    } catch let error as TrackingError where ![.busy, .notDurable].contains(error.code) {
      return JobSuccession(outcomeNumber: try await finishJob(completion), next: .failure(error))
    }
  }

  /// Moves a job along its life cycle.
  public func updateJobStatus(_ id: JobID, to status: JobStatus) async throws {
    try await write { context in
      let job = try context.db.requireJob(id)
      guard job.status.canBecome(status), status != .running, status != .finished else {
        throw TrackingError.illegalTransition(of: "Job \(id)", from: job.status, to: status)
      }
      if let attempt = try context.db.runningAttempt(at: id) {
        try context.endAttempt(attempt, as: status.attemptStatus, AttemptEnding())
      }
      if status == .pending {
        try context.db.run(.moveJob, ["jid": id.rawValue, "status": status.rawValue])
      } else {
        try context.endJob(id, as: status, score: nil)
      }
    }
  }
}

extension JobStatus {
  /// How the running attempt ends when its job comes into this status.
  fileprivate var attemptStatus: AttemptStatus {
    switch self {
    case .finished: .succeeded
    case .failed: .failed
    case .earlyStopped: .earlyStopped
    case .pending, .running, .cancelled: .cancelled
    }
  }
}

extension JobCompletion {
  /// Refuses a status that is not final and a score that does not go with it.
  fileprivate func validate(from current: JobStatus) throws {
    guard status.isFinal else {
      throw TrackingError.illegalTransition(of: "Job \(job)", from: current, to: status)
    }
    if status == .finished, score == nil {
      throw TrackingError(.invalidRequest, "Job \(job) cannot be FINISHED without a score.")
    }
    if score != nil, !status.mayHaveScore {
      throw TrackingError(.invalidRequest, "Job \(job) cannot be \(status.rawValue) with a score.")
    }
    if let score { try requireDistinct(score.labelled.map(\.label)) }
  }
}

extension WriteContext {
  /// - Returns: The place of the job's end.
  fileprivate func finish(_ completion: JobCompletion) throws -> Int {
    let id = completion.job
    let found = try db.columns(.findJobState, ["jid": id.rawValue]) { row in
      (status: row.text(0), score: row.number(1), place: Int(row[2]))
    }
    guard let job = found.first else { throw TrackingError.unknown(id) }
    let status = try JobStatus(recorded: job.status)
    try completion.validate(from: status)
    if status.isFinal {
      guard try isSame(completion, as: status, job.score) else {
        throw TrackingError(
          .jobAlreadyEnded(id),
          "Job \(id) has ended as \(status.rawValue) already, with other content.")
      }
      return job.place
    }
    if let attempt = try db.runningAttempt(at: id) {
      if let labelled = completion.score?.labelled, !labelled.isEmpty {
        try insertSet(labelled, of: id, attempt: attempt, with: nil)
        try markLastSet(of: id)
      }
      try endAttempt(attempt, as: completion.status.attemptStatus, completion.ending)
    } else if !status.canBecome(completion.status) {
      throw TrackingError.notRunning(id)
    }
    try endJob(id, as: completion.status, score: completion.score?.value, place: job.place)
    return job.place
  }

  /// Whether a job has ended just so.
  private func isSame(
    _ completion: JobCompletion, as status: JobStatus, _ score: Double?
  ) throws -> Bool {
    guard completion.status == status, completion.score?.value == score else {
      return false
    }
    guard let labelled = completion.score?.labelled, !labelled.isEmpty else { return true }
    let last = try db.rows(.listLastResults, ["jid": completion.job.rawValue]) { row in
      LabelledValue(row["label"], row["value"])
    }
    return last == labelled
  }

  /// Ends an attempt and frees its resources.
  fileprivate func endAttempt(
    _ id: AttemptID, as status: AttemptStatus, _ ending: AttemptEnding
  ) throws {
    try db.run(.endResourcesOfAttempt, ["jaid": id.rawValue, "now": now.microseconds])
    if db.changesCount > 0 { try db.run(.freeResourcesOfAttempt, ["jaid": id.rawValue]) }
    try db.run(
      .endAttempt,
      [
        "jaid": id.rawValue, "status": status.rawValue, "now": now.microseconds,
        "exit_code": ending.exitCode, "signal": ending.signal,
        "error": ending.error.map(storable), "log_path": ending.logPath.map(storable),
      ])
  }

  /// Gives a job its final status and its outcome number.
  ///
  /// - Parameter place: That number, when it is known; it must be the next one.
  func endJob(_ id: JobID, as status: JobStatus, score: Double?, place: Int? = nil) throws {
    try db.run(
      .endJob,
      [
        "jid": id.rawValue, "status": status.rawValue, "score": score, "now": now.microseconds,
        "outcome_number": place,
      ])
  }
}
