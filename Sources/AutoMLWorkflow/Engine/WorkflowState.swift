import AutoMLModel
import AutoMLTracking
import DequeModule

/// A recommendation on its way to an outcome.
struct QueuedJob: Sendable {
  let recommendation: Recommendation
  /// Its number within the experiment.
  let number: Int
  /// Its row, once its first attempt was started.
  var id: JobID?
  var lifeCycle = JobLifeCycle()
  /// Where it failed before.
  var failedResources: Set<ResourceID> = []
}

/// How far a workflow is: a pure value that tells which job is next and when all is over.
struct WorkflowState {
  /// How many jobs in a row may fail to start before the workflow does.
  static let launchFailureLimit = 3

  private let workers: [WorkerConfiguration]
  private let limits: WorkflowLimits
  /// The direction of the target score.
  var goal = OptimizationGoal.maximize
  private var ready: Deque<QueuedJob> = []
  private var freeWorkers: Deque<WorkerConfiguration>
  private var running = 0
  private var pausing = 0
  private var nextNumber = 0

  private var launchFailuresInARow = 0

  /// Whether the controller has been asked for its first recommendations.
  private(set) var hasBegun = false
  /// Why the workflow stops, once it does; the first cause is kept.
  private(set) var cause: StopCause?
  /// The jobs that ended so, those before the experiment was resumed included.
  private(set) var finishedJobs = 0
  private(set) var earlyStoppedJobs = 0
  private(set) var failedJobs = 0

  init(workers: [WorkerConfiguration], limits: WorkflowLimits) {
    self.workers = workers
    self.limits = limits
    freeWorkers = Deque(workers)
  }

  /// Whether nothing is left to do or to wait for.
  var isDone: Bool {
    running == 0 && (cause != nil || (ready.isEmpty && pausing == 0))
  }

  /// Whether no job is at work.
  var isIdle: Bool { running == 0 }

  /// The controller has been asked for its first recommendations.
  mutating func begun() { hasBegun = true }

  /// Takes new recommendations, numbering them in order, as many as there may be jobs.
  mutating func enqueue(_ recommendations: [Recommendation]) {
    for recommendation in recommendations.prefix(max((limits.jobs ?? .max) - nextNumber, 0)) {
      ready.append(QueuedJob(recommendation: recommendation, number: nextNumber))
      nextNumber += 1
    }
  }

  /// Takes what is left to be run of a resumed experiment.
  mutating func enqueue(_ jobs: [QueuedJob]) {
    ready.append(contentsOf: jobs.filter { $0.number < limits.jobs ?? .max || $0.id != nil })
  }

  /// New recommendations are numbered from here on.
  mutating func continueNumbering(at number: Int) { nextNumber = max(nextNumber, number) }

  /// Counts a job that ended before the experiment was resumed, and stops the workflow at the
  /// target, which it may have reached in that job.
  mutating func restore(_ status: JobStatus, score: Double?) {
    switch status {
    case .finished:
      finishedJobs += 1
      if let score { checkTarget(score) }
    case .earlyStopped: earlyStoppedJobs += 1
    case .failed: failedJobs += 1
    case .pending, .running, .cancelled: break
    }
  }

  /// A resumed experiment may have reached its limit of failures already.
  mutating func checkFailures() {
    if let limit = limits.failures, failedJobs >= limit { stop(.failures(failedJobs)) }
  }

  /// Why the workflow ended, once it is done: the cause of its stop, or that it has run all jobs.
  ///
  /// Nil when the controller had nothing more to recommend.
  var conclusion: StopCause? {
    cause ?? limits.jobs.flatMap { nextNumber >= $0 ? .jobs($0) : nil }
  }

  /// The next job with the worker that is to run it, or nil when there is none or all are at work.
  mutating func next() -> (QueuedJob, WorkerConfiguration)? {
    guard cause == nil, !ready.isEmpty, let worker = freeWorkers.popFirst() else { return nil }
    running += 1
    return (ready.removeFirst(), worker)
  }

  /// The job that a worker goes on with after one that ends, or nil when the worker becomes free;
  /// one that was started before waits for a turn of its own.
  mutating func successor() -> QueuedJob? {
    guard cause == nil, let next = ready.first, next.id == nil else { return nil }
    return ready.removeFirst()
  }

  /// A worker is free again.
  mutating func release(_ worker: WorkerConfiguration) {
    running -= 1
    freeWorkers.prepend(worker)
  }

  /// A job waits for a pause to pass.
  mutating func paused() { pausing += 1 }

  /// The pause of a job has passed.
  mutating func resumed(_ job: QueuedJob) {
    pausing -= 1
    ready.prepend(job)
  }

  /// Counts a job that ended with a score, and stops the workflow at the target.
  mutating func finished(_ score: Score) {
    finishedJobs += 1
    launchFailuresInARow = 0
    checkTarget(score.value)
  }

  private mutating func checkTarget(_ score: Double) {
    guard let target = limits.targetScore,
      score == target || goal.isBetter(score, than: target)
    else { return }
    stop(.targetScore(score))
  }

  /// Counts a job that was ended because of its intermediate results.
  mutating func stoppedEarly() {
    earlyStoppedJobs += 1
    launchFailuresInARow = 0
  }

  /// Counts a job that failed, and stops the workflow at the limit.
  ///
  /// Jobs that cannot even be started fail for reasons of their surroundings; after
  /// ``launchFailureLimit`` of them in a row the rest is spared.
  mutating func failed(_ failure: JobFailure? = nil) {
    failedJobs += 1
    launchFailuresInARow = failure?.kind == .launch ? launchFailuresInARow + 1 : 0
    if let failure, launchFailuresInARow >= Self.launchFailureLimit {
      stop(.cannotLaunch(failure.reason))
    }
    checkFailures()
  }

  /// No more jobs are started; the first cause is kept.
  mutating func stop(_ cause: StopCause) { self.cause = self.cause ?? cause }
}
