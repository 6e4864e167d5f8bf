/// The bounds of an experiment and of each of its jobs; nil means no bound.
public struct WorkflowLimits: Hashable, Sendable {
  /// How long one attempt may take.
  public var jobTime: Duration?
  /// How long the experiment may take.
  public var experimentTime: Duration?
  /// How many jobs may fail before the experiment does.
  public var failures: Int?
  /// The score at which the experiment is done.
  public var targetScore: Double?

  /// How many bytes of memory the processes of one attempt may use together.
  public var memory: Int?

  /// Makes limits; without arguments there are none.
  public init(
    jobTime: Duration? = nil, experimentTime: Duration? = nil, failures: Int? = nil,
    targetScore: Double? = nil, memory: Int? = nil
  ) {
    self.jobTime = jobTime
    self.experimentTime = experimentTime
    self.failures = failures
    self.targetScore = targetScore
    self.memory = memory
  }
}
