/// A step in the life of a recorded thing, with the steps that may follow it.
///
/// The raw values are what the database stores; each list is also a `CHECK` of the schema.
public protocol LifeCycleStatus: RawRepresentable, Hashable, Codable, Sendable, CaseIterable
where RawValue == String {
  /// The statuses that may follow this one.
  var successors: Set<Self> { get }
}

extension LifeCycleStatus {
  /// Tells whether the life cycle allows a direct step to another status.
  public func canBecome(_ next: Self) -> Bool { successors.contains(next) }
}

/// The life of an experiment.
public enum ExperimentStatus: String, LifeCycleStatus {
  /// Recorded, not begun.
  case created = "CREATED"
  /// An engine works on it.
  case running = "RUNNING"
  /// An engine works on it and has been asked to stop.
  case stopRequested = "STOP_REQUESTED"
  /// Interrupted; it can be continued.
  case stopped = "STOPPED"
  /// Every recommendation has an outcome.
  case finished = "FINISHED"
  /// Ended by an error or a limit.
  case failed = "FAILED"

  /// The statuses that may follow this one.
  public var successors: Set<Self> {
    switch self {
    case .created: [.running, .stopped, .failed]
    case .running: [.stopRequested, .stopped, .finished, .failed]
    case .stopRequested: [.stopped, .finished, .failed]
    case .stopped, .finished, .failed: [.running]
    }
  }

  /// Whether an engine is at work on the experiment.
  public var isActive: Bool { self == .running || self == .stopRequested }
}

/// The life of a job (trial).
public enum JobStatus: String, LifeCycleStatus {
  /// Waits for its first or next attempt.
  case pending = "PENDING"
  /// Exactly one attempt is running.
  case running = "RUNNING"
  /// Ended with a final score.
  case finished = "FINISHED"
  /// Ended without a score, its retries used up.
  case failed = "FAILED"
  /// Ended early by a policy; the best value reached is its score.
  case earlyStopped = "EARLY_STOPPED"
  /// Given up without an outcome.
  case cancelled = "CANCELLED"

  /// The statuses that may follow this one.
  public var successors: Set<Self> {
    switch self {
    case .pending: [.running, .failed, .cancelled]
    case .running: [.pending, .finished, .failed, .earlyStopped, .cancelled]
    case .finished, .failed, .earlyStopped, .cancelled: []
    }
  }

  /// Whether nothing can happen to the job any more.
  public var isFinal: Bool { successors.isEmpty }

  /// Whether a job in this status may carry a score.
  public var mayHaveScore: Bool { self == .finished || self == .earlyStopped }
}

/// The life of one attempt at a job.
public enum AttemptStatus: String, LifeCycleStatus {
  /// Its process is running.
  case running = "RUNNING"
  /// Exit code 0 and a finite final score.
  case succeeded = "SUCCEEDED"
  /// Anything else; the attempt carries a reason.
  case failed = "FAILED"
  /// Ended by an early-stopping policy.
  case earlyStopped = "EARLY_STOPPED"
  /// Ended because the engine was asked to stop.
  case cancelled = "CANCELLED"
  /// Its engine died; nothing is known of its end.
  case lost = "LOST"

  /// The statuses that may follow this one.
  public var successors: Set<Self> {
    self == .running ? [.succeeded, .failed, .earlyStopped, .cancelled, .lost] : []
  }
}

/// What has become of one combination of a parameter sweep.
public enum CombinationStatus: String, LifeCycleStatus {
  /// Nobody has taken it yet, or it came back.
  case remaining = "REMAINING"
  /// Somebody has taken it.
  case inProgress = "IN_PROGRESS"
  /// It needs no more work.
  case done = "DONE"
  /// It is left out in this run.
  case skipped = "SKIPPED"

  /// The statuses that may follow this one; from done only a reset leads back.
  public var successors: Set<Self> {
    switch self {
    case .remaining: [.inProgress, .done, .skipped]
    case .inProgress: [.remaining, .done, .skipped]
    case .skipped: [.remaining, .done]
    case .done: [.remaining]
    }
  }
}

/// Whether a resource is at hand.
public enum ResourceStatus: String, Codable, Sendable, CaseIterable {
  /// Anybody may take it.
  case free = "FREE"
  /// A session holds it.
  case busy = "BUSY"
}

/// How the execution of a recommendation ended, as the controller is told.
///
/// The raw values are those of the AutoML programming guide.
public enum OutcomeStatus: Int, Codable, Sendable, CaseIterable {
  /// There is a score.
  case ok = 0
  /// The job failed.
  case error = -1
  /// The executor threw an error that is not a job's failure.
  case exception = -2
  /// The workflow stopped before the job ended.
  case unfinished = -3
}
