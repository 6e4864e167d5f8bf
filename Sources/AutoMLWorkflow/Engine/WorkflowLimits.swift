/// The bounds of an experiment and of each of its jobs; nil means no bound.
public struct WorkflowLimits: Hashable, Sendable {
  /// How long one attempt may take.
  public var jobTime: Duration?
  /// How much memory the processes of one attempt may use together, in bytes; what they share counts
  /// once.
  public var memory: Int?
  /// How long the experiment may take, from when it is started or resumed.
  public var experimentTime: Duration?
  /// How many jobs the experiment has at most; what the controller recommends beyond is dropped.
  public var jobs: Int?
  /// How many jobs may fail before the experiment does.
  public var failures: Int?
  /// The score at which the experiment is done.
  public var targetScore: Double?

  /// Makes limits; without arguments there are none.
  public init(
    jobTime: Duration? = nil, memory: Int? = nil, experimentTime: Duration? = nil, jobs: Int? = nil,
    failures: Int? = nil, targetScore: Double? = nil
  ) {
    self.jobTime = jobTime
    self.memory = memory
    self.experimentTime = experimentTime
    self.jobs = jobs
    self.failures = failures
    self.targetScore = targetScore
  }
}
