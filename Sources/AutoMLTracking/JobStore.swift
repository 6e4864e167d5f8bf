public import AutoMLModel

/// The record of jobs and their attempts.
///
/// A job is RUNNING exactly when it has a running attempt, and never has more than one.
public protocol JobStore: Sendable {
  /// Records a job, starts its attempt 0 and takes the attempt's resources, all in one
  /// transaction (`start_job`, `job_started`).
  ///
  /// - Throws: ``TrackingError`` `.unknownExperiment`; `.unknownResource`;
  ///   `.resourceUnavailable` when not all resources are free; `.illegalTransition` when the
  ///   experiment is not RUNNING; `.invalidRequest` for a number that is taken.
  func startJob(_ request: JobRequest) async throws -> StartedAttempt

  /// Starts the next attempt of a PENDING job and takes its resources (`start_job_attempt`,
  /// `job_retry`).
  ///
  /// - Throws: as ``startJob(_:)``, and ``TrackingError`` `.unknownJob`, or `.illegalTransition`
  ///   when the job is not PENDING.
  func retryJob(_ id: JobID, on resources: ResourceSelection) async throws -> StartedAttempt

  /// Remembers where an attempt runs and what it prints to, so that a crash leaves nothing behind.
  ///
  /// - Throws: ``TrackingError`` `.unknownAttempt`, or `.jobNotRunning` when it has ended.
  func recordProcess(
    _ group: ProcessGroup?, logPath: String?, for attempt: AttemptID
  ) async throws

  /// Ends an attempt as FAILED, CANCELLED or LOST, frees its resources and leaves the job PENDING
  /// for another one (`end_job_attempt`, `job_failed`).
  ///
  /// - Throws: ``TrackingError`` `.unknownAttempt`, or `.illegalTransition` when it has ended or
  ///   for another status.
  func failAttempt(
    _ id: AttemptID, as status: AttemptStatus, _ ending: AttemptEnding
  ) async throws

  /// Ends a job with its running attempt, keeps its final numbers and frees its resources
  /// (`end_job`, `job_finished`).
  ///
  /// A PENDING job may be ended as FAILED or CANCELLED. The same call again changes nothing.
  /// The score's labelled numbers become the job's last results.
  ///
  /// - Returns: The job's ``JobRecord/outcomeNumber``.
  /// - Throws: ``TrackingError`` `.unknownJob`; `.jobAlreadyEnded` when it has ended with another
  ///   status or score; `.jobNotRunning`; `.illegalTransition` for a status that is not final;
  ///   `.invalidRequest` when the score is missing or not allowed.
  @discardableResult
  func finishJob(_ completion: JobCompletion) async throws -> Int

  /// Ends a job as ``finishJob(_:)`` does and starts another one as ``startJob(_:)`` does, in one
  /// transaction; the second may take what the first one gives back.
  ///
  /// Whatever keeps the second from starting does not keep the first from ending: it is told as
  /// ``JobSuccession/next``. The same call again would start one more job.
  ///
  /// - Throws: as ``finishJob(_:)``; nothing is started then.
  func finishJob(
    _ completion: JobCompletion, thenStart request: JobRequest
  ) async throws -> JobSuccession

  /// Moves a job along its life cycle (`update_job_status`).
  ///
  /// When a RUNNING job leaves that status its attempt ends with it and its resources are freed.
  ///
  /// - Throws: ``TrackingError`` `.unknownJob`; `.illegalTransition`, also for RUNNING, which
  ///   only ``retryJob(_:on:)`` gives, and FINISHED, which only ``finishJob(_:)`` gives.
  func updateJobStatus(_ id: JobID, to status: JobStatus) async throws

  /// Ends every PENDING job of an experiment as CANCELLED, in the order of their numbers, in one
  /// transaction; the experiment may have any status.
  ///
  /// - Returns: How many were ended.
  /// - Throws: ``TrackingError`` `.unknownExperiment`.
  func cancelPendingJobs(of id: ExperimentID) async throws -> Int

  /// The jobs of an experiment that are RUNNING, by id (`get_running_job`).
  ///
  /// - Throws: ``TrackingError`` `.unknownExperiment`.
  func runningJobs(of id: ExperimentID) async throws -> [JobID]

  /// The jobs of an experiment that are PENDING or RUNNING, by number.
  ///
  /// - Throws: ``TrackingError`` `.unknownExperiment`.
  func openJobs(of id: ExperimentID) async throws -> [OpenJob]

  /// One page of the outcomes of an experiment, in the order in which its jobs ended.
  ///
  /// - Parameters:
  ///   - after: The ``JobRecord/outcomeNumber`` that the previous page ended with.
  ///   - limit: At most this many.
  /// - Throws: ``TrackingError`` `.unknownExperiment`.
  func outcomes(of id: ExperimentID, after: Int?, limit: Int) async throws -> [JobOutcome]

  /// A recorded job.
  ///
  /// - Throws: ``TrackingError`` `.unknownJob`.
  func job(_ id: JobID) async throws -> JobRecord

  /// The attempts of a job in order.
  ///
  /// - Throws: ``TrackingError`` `.unknownJob`.
  func attempts(of id: JobID) async throws -> [AttemptRecord]

  /// One page of an experiment's jobs by id (`get_all_history`).
  ///
  /// - Parameters:
  ///   - after: The last job of the previous page.
  ///   - limit: At most this many.
  /// - Throws: ``TrackingError`` `.unknownExperiment`.
  func history(of id: ExperimentID, after: JobID?, limit: Int) async throws -> [JobRecord]

  /// The best jobs of an experiment, best first; ties in the order of their ids.
  ///
  /// - Parameters:
  ///   - goal: The direction; nil means the experiment's own.
  ///   - limit: At most this many.
  ///   - includingEarlyStopped: Whether EARLY_STOPPED jobs compete with FINISHED ones.
  /// - Throws: ``TrackingError`` `.unknownExperiment`.
  func bestResults(
    of id: ExperimentID, goal: OptimizationGoal?, limit: Int, includingEarlyStopped: Bool
  ) async throws -> [JobRecord]
}

extension JobStore {
  /// Ends an attempt as FAILED and leaves the job PENDING for another one.
  public func failAttempt(_ id: AttemptID, _ ending: AttemptEnding = .init()) async throws {
    try await failAttempt(id, as: .failed, ending)
  }

  /// The best job of an experiment, or nil when none has a score (`get_best_result`).
  ///
  /// - Throws: ``TrackingError`` `.unknownExperiment`.
  public func bestResult(
    of id: ExperimentID, goal: OptimizationGoal? = nil, includingEarlyStopped: Bool = false
  ) async throws -> JobRecord? {
    try await bestResults(
      of: id, goal: goal, limit: 1, includingEarlyStopped: includingEarlyStopped
    ).first
  }

  /// The best jobs of an experiment, best first.
  ///
  /// - Throws: ``TrackingError`` `.unknownExperiment`.
  public func bestResults(of id: ExperimentID, limit: Int) async throws -> [JobRecord] {
    try await bestResults(of: id, goal: nil, limit: limit, includingEarlyStopped: false)
  }

  /// All jobs of an experiment by id, fetched page by page as they are asked for.
  ///
  /// The sequence throws ``TrackingError`` `.unknownExperiment` when it is first read.
  public func history(of id: ExperimentID) -> JobHistory<Self> {
    JobHistory(store: self, experiment: id)
  }
}
