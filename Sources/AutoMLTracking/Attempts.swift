public import AutoMLModel

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
  /// The file that holds what it printed, when that has not been recorded before.
  ///
  /// Read back as ``AttemptRecord/logPath``; nil here.
  public var logPath: String?

  /// Describes an ending.
  public init(
    exitCode: Int? = nil, signal: Int? = nil, error: String? = nil, logPath: String? = nil
  ) {
    self.exitCode = exitCode
    self.signal = signal
    self.error = error
    self.logPath = logPath
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
