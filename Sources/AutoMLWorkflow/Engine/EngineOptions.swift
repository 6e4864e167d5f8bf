public import AutoMLTracking
public import Logging

/// How an engine runs an experiment.
public struct EngineOptions: Sendable {
  /// The experiment to be recorded.
  public var experiment: ExperimentRequest
  /// Who runs the jobs.
  public var workers: WorkerPlan
  /// When failed attempts are repeated.
  public var retries: RetryPolicy
  /// The bounds of the experiment.
  public var limits: WorkflowLimits
  /// What happens when a component reports an exception.
  public var stopPolicy: StopPolicy
  /// The time between two signs of life.
  public var heartbeat: Duration
  /// The longest time before a waiting job notices that another process freed a resource.
  public var resourcePoll: Duration
  /// Measures pauses and limits.
  public var clock: any Clock<Duration>
  /// Gives the random part of the pauses between attempts, from 0 to 1.
  public var jitter: @Sendable () -> Double
  /// Receives what the engine has to say, with experiment, job and attempt as metadata.
  public var logger: Logger

  /// Makes options.
  public init(
    experiment: ExperimentRequest, workers: WorkerPlan, retries: RetryPolicy = RetryPolicy(),
    limits: WorkflowLimits = WorkflowLimits(), stopPolicy: StopPolicy = .stopOnException,
    heartbeat: Duration = .seconds(5), resourcePoll: Duration = .milliseconds(50),
    clock: any Clock<Duration> = ContinuousClock(),
    jitter: @escaping @Sendable () -> Double = { Double.random(in: 0...1) },
    logger: Logger = Logger(label: "automl.engine")
  ) {
    self.experiment = experiment
    self.workers = workers
    self.retries = retries
    self.limits = limits
    self.stopPolicy = stopPolicy
    self.heartbeat = heartbeat
    self.resourcePoll = resourcePoll
    self.clock = clock
    self.jitter = jitter
    self.logger = logger
  }
}
