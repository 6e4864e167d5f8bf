public import AutoMLModel

/// A job to be started.
public struct JobRequest: Hashable, Sendable {
  /// The experiment it belongs to; it must be RUNNING.
  public var experiment: ExperimentID
  /// Its number within the experiment, from 0; nil means the next one.
  public var number: Int?
  /// The recommendation that it executes.
  public var recommendation: RecommendationID?
  /// Its parameters.
  public var parameters: ParameterSet
  /// The resources of its first attempt.
  public var resources: ResourceSelection

  /// Describes a job.
  public init(
    experiment: ExperimentID, number: Int? = nil, recommendation: RecommendationID? = nil,
    parameters: ParameterSet = ParameterSet(), resources: ResourceSelection = .exactly([])
  ) {
    self.experiment = experiment
    self.number = number
    self.recommendation = recommendation
    self.parameters = parameters
    self.resources = resources
  }
}

/// An attempt that has just been started.
public struct StartedAttempt: Hashable, Sendable {
  /// The job.
  public let job: JobID
  /// The attempt.
  public let attempt: AttemptID
  /// The attempt's number within the job, from 0.
  public let number: Int
  /// The resources that it holds, by id.
  public let resources: [ResourceRecord]

  /// Describes a started attempt.
  public init(job: JobID, attempt: AttemptID, number: Int, resources: [ResourceRecord]) {
    self.job = job
    self.attempt = attempt
    self.number = number
    self.resources = resources
  }
}

/// How an attempt ended, beside its status.
public struct AttemptEnding: Hashable, Sendable {
  /// The exit code, when its process exited.
  public var exitCode: Int?
  /// The signal, when one ended its process.
  public var signal: Int?
  /// The reason that a person can read.
  public var error: String?

  /// Describes an ending.
  public init(exitCode: Int? = nil, signal: Int? = nil, error: String? = nil) {
    self.exitCode = exitCode
    self.signal = signal
    self.error = error
  }
}

/// The process group in which an attempt runs.
public struct ProcessGroup: Hashable, Sendable {
  /// The group's number, which is the pid of its leader.
  public let id: Int
  /// The leader's start time in clock ticks since boot, which tells it from a later process of
  /// the same number; nil when the system does not tell.
  public let startTime: Int64?

  /// Describes a process group.
  public init(id: Int, startTime: Int64?) {
    self.id = id
    self.startTime = startTime
  }
}

/// The end of a job.
public struct JobCompletion: Hashable, Sendable {
  /// The job.
  public var job: JobID
  /// FINISHED, FAILED, EARLY_STOPPED or CANCELLED.
  public var status: JobStatus
  /// The final score: required when FINISHED, allowed when EARLY_STOPPED, forbidden otherwise.
  public var score: Score?
  /// How the running attempt ended.
  public var ending: AttemptEnding

  /// Describes the end of a job.
  public init(
    job: JobID, status: JobStatus = .finished, score: Score? = nil,
    ending: AttemptEnding = AttemptEnding()
  ) {
    self.job = job
    self.status = status
    self.score = score
    self.ending = ending
  }
}

/// A recorded job.
public struct JobRecord: Hashable, Sendable, Identifiable {
  /// The job's number in the store.
  public let id: JobID
  /// The experiment it belongs to.
  public let experiment: ExperimentID
  /// Its number within the experiment, from 0.
  public let number: Int
  /// The recommendation that it executes.
  public let recommendation: RecommendationID?
  /// Its parameters.
  public let parameters: ParameterSet
  /// How far it is.
  public let status: JobStatus
  /// Its final score.
  public let score: Double?
  /// When its first attempt began.
  public let started: Timestamp
  /// When it ended; there is one exactly when its status is final.
  public let ended: Timestamp?
  /// How many attempts have been started.
  public let attempts: Int

  /// Describes a recorded job.
  public init(
    id: JobID, experiment: ExperimentID, number: Int, recommendation: RecommendationID?,
    parameters: ParameterSet, status: JobStatus, score: Double?, started: Timestamp,
    ended: Timestamp?, attempts: Int
  ) {
    self.id = id
    self.experiment = experiment
    self.number = number
    self.recommendation = recommendation
    self.parameters = parameters
    self.status = status
    self.score = score
    self.started = started
    self.ended = ended
    self.attempts = attempts
  }
}

/// A recorded attempt.
public struct AttemptRecord: Hashable, Sendable, Identifiable {
  /// The attempt's number in the store.
  public let id: AttemptID
  /// The job.
  public let job: JobID
  /// Its number within the job, from 0.
  public let number: Int
  /// How far it is.
  public let status: AttemptStatus
  /// The session that runs it, or ran it.
  public let session: SessionID
  /// When it began.
  public let started: Timestamp
  /// When it ended; there is one exactly when it is no longer RUNNING.
  public let ended: Timestamp?
  /// How it ended.
  public let ending: AttemptEnding
  /// Its process group, once one was recorded.
  public let processGroup: ProcessGroup?
  /// The file that holds what it printed.
  public let logPath: String?
  /// The resources that it holds or held, by id.
  public let resources: [ResourceID]

  /// Describes a recorded attempt.
  public init(
    id: AttemptID, job: JobID, number: Int, status: AttemptStatus, session: SessionID,
    started: Timestamp, ended: Timestamp?, ending: AttemptEnding, processGroup: ProcessGroup?,
    logPath: String?, resources: [ResourceID]
  ) {
    self.id = id
    self.job = job
    self.number = number
    self.status = status
    self.session = session
    self.started = started
    self.ended = ended
    self.ending = ending
    self.processGroup = processGroup
    self.logPath = logPath
    self.resources = resources
  }
}

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
  /// - Throws: ``TrackingError`` `.unknownJob`; `.jobAlreadyEnded` when it has ended with another
  ///   status or score; `.jobNotRunning`; `.illegalTransition` for a status that is not final;
  ///   `.invalidRequest` when the score is missing or not allowed.
  func finishJob(_ completion: JobCompletion) async throws

  /// Moves a job along its life cycle (`update_job_status`).
  ///
  /// When a RUNNING job leaves that status its attempt ends with it and its resources are freed.
  ///
  /// - Throws: ``TrackingError`` `.unknownJob`; `.illegalTransition`, also for RUNNING, which
  ///   only ``retryJob(_:on:)`` gives, and FINISHED, which only ``finishJob(_:)`` gives.
  func updateJobStatus(_ id: JobID, to status: JobStatus) async throws

  /// The jobs of an experiment that are RUNNING, by id (`get_running_job`).
  ///
  /// - Throws: ``TrackingError`` `.unknownExperiment`.
  func runningJobs(of id: ExperimentID) async throws -> [JobID]

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

/// The jobs of an experiment as a sequence that holds one page in memory.
public struct JobHistory<Store: JobStore>: AsyncSequence, Sendable {
  /// A recorded job.
  public typealias Element = JobRecord

  let store: Store
  let experiment: ExperimentID
  let pageSize = 500

  /// Reads the first page when the first job is asked for.
  public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(history: self) }

  /// Walks the pages.
  public struct AsyncIterator: AsyncIteratorProtocol {
    let history: JobHistory
    var page: ArraySlice<JobRecord> = []
    var last: JobID?
    var isAtEnd = false

    /// The next job, or nil at the end.
    ///
    /// - Throws: what ``JobStore/history(of:after:limit:)`` throws.
    public mutating func next() async throws -> JobRecord? {
      if page.isEmpty, !isAtEnd {
        page = try await history.store.history(
          of: history.experiment, after: last, limit: history.pageSize)[...]
        isAtEnd = page.count < history.pageSize
        last = page.last?.id ?? last
      }
      return page.popFirst()
    }
  }
}
