public import AutoMLModel

/// A recorded engine process.
public struct SessionRecord: Hashable, Sendable, Identifiable {
  /// The session's number.
  public let id: SessionID
  /// A random text that its child processes carry in their environment.
  public let token: String
  /// The host it runs on.
  public let host: String
  /// Tells one run of the host's system, and one process namespace of it, from others.
  public let bootID: String
  /// Its process number.
  public let processID: Int
  /// Its process' start time in clock ticks since boot.
  public let processStartTime: Int64
  /// When it began.
  public let started: Timestamp
  /// When it last gave a sign of life.
  public let heartbeat: Timestamp
  /// When it ended, by itself or found dead; nil while it lives.
  public let ended: Timestamp?

  /// Describes a recorded session.
  public init(
    id: SessionID, token: String, host: String, bootID: String, processID: Int,
    processStartTime: Int64, started: Timestamp, heartbeat: Timestamp, ended: Timestamp?
  ) {
    self.id = id
    self.token = token
    self.host = host
    self.bootID = bootID
    self.processID = processID
    self.processStartTime = processStartTime
    self.started = started
    self.heartbeat = heartbeat
    self.ended = ended
  }
}

/// What a recovery found and mended.
public struct RecoveryReport: Hashable, Sendable {
  /// The sessions that were found dead.
  public var sessions: [SessionID] = []
  /// The attempts that were marked LOST.
  public var lostAttempts: [AttemptID] = []
  /// The jobs that wait for another attempt now.
  public var pendingJobs: [JobID] = []
  /// The resources that were freed.
  public var freedResources: [ResourceID] = []
  /// The experiments that were set to STOPPED.
  public var stoppedExperiments: [ExperimentID] = []
  /// The combinations of sweeps that wait to be taken again.
  public var returnedCombinations: [CombinationID] = []
  /// The numbers of the orphaned processes that were ended.
  public var endedProcesses: [Int] = []

  /// Makes a report of nothing.
  public init() {}

  /// Whether there was nothing to mend.
  public var isEmpty: Bool { self == RecoveryReport() }
}

/// Where a process' children carry the token of the session that started them.
public enum SessionEnvironment {
  /// The environment variable that every process of an attempt inherits.
  ///
  /// Recovery finds the orphans of a dead session by it, whatever group they have moved to. An
  /// engine that runs within a job adds its token to the inherited one, behind a colon.
  public static let tokenVariable = "AUTOML_SESSION"
}
