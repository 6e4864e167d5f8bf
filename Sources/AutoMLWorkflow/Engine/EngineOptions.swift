public import Logging

/// How an engine runs an experiment.
public struct EngineOptions: Sendable {
  /// The experiment, new or recorded.
  public var experiment: ExperimentOrigin
  /// Who runs the jobs.
  public var workers: WorkerPlan
  /// When failed attempts are repeated.
  public var retries: RetryPolicy
  /// The bounds of the experiment.
  public var limits: WorkflowLimits
  /// How running jobs are judged by their intermediate results; nil for not at all.
  public var earlyStopping: EarlyStoppingPolicy?
  /// What happens when a component reports an exception.
  public var stopPolicy: StopPolicy
  /// The time between two signs of life.
  public var heartbeat: Duration
  /// The longest time before a waiting job notices that another process freed a resource; a stop
  /// request of another process is noticed within four times of it.
  public var storePoll: Duration
  /// Measures pauses and limits.
  public var clock: any Clock<Duration>
  /// Gives the random part of the pauses between attempts, from 0 to 1.
  public var jitter: @Sendable () -> Double
  /// Receives what the engine has to say, with experiment, job and attempt as metadata.
  public var logger: Logger

  /// Makes options.
  public init(
    experiment: ExperimentOrigin, workers: WorkerPlan, retries: RetryPolicy = RetryPolicy(),
    limits: WorkflowLimits = WorkflowLimits(), earlyStopping: EarlyStoppingPolicy? = nil,
    stopPolicy: StopPolicy = .stopOnException, heartbeat: Duration = .seconds(5),
    storePoll: Duration = .milliseconds(50),
    clock: any Clock<Duration> = ContinuousClock(),
    jitter: @escaping @Sendable () -> Double = { Double.random(in: 0...1) },
    logger: Logger = Logger(label: "automl.engine")
  ) {
    self.experiment = experiment
    self.workers = workers
    self.retries = retries
    self.limits = limits
    self.earlyStopping = earlyStopping
    self.stopPolicy = stopPolicy
    self.heartbeat = heartbeat
    self.storePoll = storePoll
    self.clock = clock
    self.jitter = jitter
    self.logger = logger
  }
}
