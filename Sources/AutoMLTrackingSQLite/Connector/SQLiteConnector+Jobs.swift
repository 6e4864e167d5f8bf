public import AutoMLModel
import AutoMLQueries
public import AutoMLTracking
import GRDB

extension SQLiteConnector {
  /// Records a job, starts its attempt 0 and takes the attempt's resources, in one transaction.
  public func startJob(_ request: JobRequest) async throws -> StartedAttempt {
    let start = try JobStart(request)
    return try await write { context in try context.start(start) }
  }

  /// Starts the next attempt of a PENDING job and takes its resources.
  public func retryJob(_ id: JobID, on resources: ResourceSelection) async throws -> StartedAttempt
  {
    try await write { context in
      let job = try context.db.requireJob(id)
      guard job.status == .pending else {
        throw TrackingError.illegalTransition(
          of: "Job \(id)", from: job.status, to: JobStatus.running)
      }
      try context.db.requireRunning(job.experiment)
      try context.db.run(
        .moveJob, ["jid": id.rawValue, "status": JobStatus.running.rawValue])
      let number = try context.db.columns(.findNextAttempt, ["jid": id.rawValue]) { Int($0[0]) }[0]
      return try context.startAttempt(number, at: id, on: resources)
    }
  }

  /// Remembers where an attempt runs and what it prints to; nil leaves what is known.
  public func recordProcess(
    _ group: ProcessGroup?, logPath: String?, for attempt: AttemptID
  ) async throws {
    if let group, group.id < 1 {
      throw TrackingError(.invalidRequest, "\(group.id) is not the number of a process group.")
    }
    try await write { context in
      let (job, status) = try context.db.requireAttempt(attempt)
      guard status == .running else { throw TrackingError.notRunning(job) }
      try context.db.run(
        .recordProcess,
        [
          "jaid": attempt.rawValue, "process_group": group?.id,
          "process_start_time": group?.startTime, "log_path": logPath.map(storable),
        ])
    }
  }
}

/// A job that is to be started, with its parameters as they are stored.
struct JobStart: Sendable {
  fileprivate let request: JobRequest
  fileprivate let parameters: String

  /// - Throws: ``TrackingError`` `.invalidRequest`.
  init(_ request: JobRequest) throws(TrackingError) {
    try request.validate()
    self.request = request
    parameters = request.parameters.json.serialized()
  }
}

extension JobRequest {
  /// Refuses what makes no sense, or could not be read back.
  fileprivate func validate() throws(TrackingError) {
    if let number, number < 0 {
      throw TrackingError(.invalidRequest, "The job number \(number) is negative.")
    }
    for case (let name, .float(let value)) in parameters.entries.map({ ($0.name, $0.value) })
    where !value.isFinite {
      throw TrackingError(
        .invalidRequest, "The parameter '\(name)' is \(value); it must be a finite number.")
    }
  }
}

extension TrackingError {
  /// A job without a running attempt.
  static func notRunning(_ id: JobID) -> Self {
    Self(.jobNotRunning(id), "Job \(id) has no running attempt.")
  }
}

extension Database {
  /// Refuses to begin anything in an experiment that is not RUNNING.
  fileprivate func requireRunning(_ id: ExperimentID) throws {
    let status = try requireStatus(of: id)
    guard status == .running else {
      throw TrackingError(
        .illegalTransition(from: status.rawValue, to: ExperimentStatus.running.rawValue),
        "No attempt can start while experiment \(id) is \(status.rawValue).")
    }
  }

  /// A job that must be there.
  func requireJob(_ id: JobID) throws -> JobRecord {
    let job = try row(.findJob, ["jid": id.rawValue], JobRecord.init(row:))
    guard let job else { throw TrackingError.unknown(id) }
    return job
  }

  /// The job and the status of an attempt that must be there.
  func requireAttempt(_ id: AttemptID) throws -> (job: JobID, status: AttemptStatus) {
    let attempt = try row(.findAttempt, ["jaid": id.rawValue]) { row in
      (JobID(row, "jid"), try AttemptStatus(row, "status"))
    }
    guard let attempt else { throw TrackingError.unknown(id) }
    return attempt
  }

  /// The running attempt at a job, or nil.
  func runningAttempt(at job: JobID) throws -> AttemptID? {
    try identifiers(.findRunningAttempt, ["jid": job.rawValue], as: AttemptID.self).first
  }
}

extension WriteContext {
  /// Records a job, starts its attempt 0 and takes the attempt's resources.
  mutating func start(_ start: JobStart) throws -> StartedAttempt {
    let request = start.request
    try db.requireRunning(request.experiment)
    return try startAttempt(0, at: try insert(start), on: request.resources)
  }

  private func insert(_ start: JobStart) throws -> JobID {
    let request = start.request
    do {
      return try db.insert(
        .insertJob,
        [
          "eid": request.experiment.rawValue, "number": request.number,
          "recommendation": request.recommendation?.json, "parameters": start.parameters,
          "now": now.microseconds,
        ])
    } catch let error as DatabaseError
      where error.extendedResultCode == .SQLITE_CONSTRAINT_UNIQUE
    {
      guard let number = request.number else { throw error }
      throw TrackingError(
        .invalidRequest, "Experiment \(request.experiment) has a job number \(number) already.")
    }
  }

  /// Begins an attempt, of a number, at a job that is RUNNING already, and takes its resources.
  fileprivate mutating func startAttempt(
    _ number: Int, at job: JobID, on selection: ResourceSelection
  ) throws -> StartedAttempt {
    let session = try requireSession()
    let resources = try take(selection)
    let attempt: AttemptID = try db.insert(
      .insertAttempt,
      [
        "jid": job.rawValue, "number": number, "sid": session.rawValue,
        "now": now.microseconds,
      ])
    for resource in resources {
      try db.run(
        .insertAttemptResource,
        ["jaid": attempt.rawValue, "rid": resource.rawValue, "now": now.microseconds])
    }
    let records =
      resources.isEmpty
      ? []
      : try db.rows(
        .listAttemptResources, ["jaid": attempt.rawValue], ResourceRecord.init(row:))
    return StartedAttempt(
      job: job, attempt: attempt, number: number, resources: records)
  }
}
