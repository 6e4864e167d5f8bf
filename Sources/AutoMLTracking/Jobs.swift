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

/// The end of a job and the start of the one after it.
public struct JobSuccession: Sendable {
  /// The place of the end among the ends of its experiment's jobs, from 0 and without gaps.
  public let outcomeNumber: Int
  /// The first attempt at the job after it, or why none could be started.
  public let next: Result<StartedAttempt, TrackingError>

  /// Describes an end and a start.
  public init(outcomeNumber: Int, next: Result<StartedAttempt, TrackingError>) {
    self.outcomeNumber = outcomeNumber
    self.next = next
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
  /// The place of its end among the ends of its experiment's jobs, from 0 and without gaps; nil
  /// exactly while it has not ended.
  public let outcomeNumber: Int?
  /// How many attempts have been started.
  public let attempts: Int

  /// Describes a recorded job.
  public init(
    id: JobID, experiment: ExperimentID, number: Int, recommendation: RecommendationID?,
    parameters: ParameterSet, status: JobStatus, score: Double?, started: Timestamp,
    ended: Timestamp?, outcomeNumber: Int?, attempts: Int
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
    self.outcomeNumber = outcomeNumber
    self.attempts = attempts
  }
}

/// An ended job with the numbers that it ended with.
public struct JobOutcome: Hashable, Sendable {
  /// The job, which has an ``JobRecord/outcomeNumber``.
  public let job: JobRecord
  /// Its last set of labelled numbers, in order; empty when it has none.
  public let labelled: [LabelledValue]

  /// Describes an outcome.
  public init(job: JobRecord, labelled: [LabelledValue]) {
    self.job = job
    self.labelled = labelled
  }
}

/// A job that has not ended, with what went wrong so far.
public struct OpenJob: Hashable, Sendable {
  /// The job, which is PENDING or RUNNING.
  public let job: JobRecord
  /// How many of its attempts are FAILED; those that were LOST or CANCELLED do not count.
  public let failedAttempts: Int
  /// The resources that its FAILED attempts held.
  public let failedResources: Set<ResourceID>

  /// Describes an open job.
  public init(job: JobRecord, failedAttempts: Int, failedResources: Set<ResourceID>) {
    self.job = job
    self.failedAttempts = failedAttempts
    self.failedResources = failedResources
  }
}
