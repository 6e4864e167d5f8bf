import AutoMLModel
import AutoMLTracking
import Logging

/// What became of a job's turn on a worker.
struct AttemptReport: Sendable {
  enum Result: Sendable {
    /// It ended with a score.
    case finished(Score)
    /// It failed for good.
    case failed(JobFailure)
    /// It failed and is to be tried again after a pause.
    case retry(after: Duration)
    /// It was interrupted, or could not begin before the workflow stopped.
    case putBack
    /// It could not begin because somebody asked the experiment to stop.
    case stopRequested
    /// The executor threw something that is not a job's failure.
    case exception(any Error)
    /// The record cannot be kept any more.
    case storeFailed(any Error)
  }

  var job: QueuedJob
  let worker: WorkerConfiguration
  let context: Context?
  let result: Result

  /// What the job is called: by its id once it has one, as everywhere else.
  var name: String { job.id.map { "job \($0)" } ?? "recommendation \(job.number)" }
}

/// Runs one attempt of a job, from taking its resources to recording its end.
///
/// Runs in the job's own task. The record is written even when that task has been cancelled.
struct AttemptRunner: Sendable {
  /// How often a job looks for resources before the user is told that it waits.
  private static let pollsBeforeNotice = 200

  let connector: any Connector
  let experiment: ExperimentID
  let session: SessionRecord
  let options: EngineOptions
  let executor: any Executor
  let handlers: HandlerChain
  let patience: StorePatience
  let mainContext: Context

  func run(_ job: QueuedJob, on worker: WorkerConfiguration) async -> AttemptReport {
    do {
      guard let started = try await start(job) else {
        return AttemptReport(job: job, worker: worker, context: nil, result: .putBack)
      }
      return try await attempt(job, started, worker)
    } catch let error as TrackingError where error.isStopRequest {
      return AttemptReport(job: job, worker: worker, context: nil, result: .stopRequested)
    } catch {
      return AttemptReport(job: job, worker: worker, context: nil, result: .storeFailed(error))
    }
  }

  /// Starts the attempt as soon as its resources are free; nil when the task was cancelled first.
  private func start(_ job: QueuedJob) async throws -> StartedAttempt? {
    while !Task.isCancelled {
      do {
        return try await patience.record { try await startNow(job) }
      } catch let error as TrackingError where error.code == .resourceUnavailable {
        do {
          try await waitForResources()
        } catch  where Task.isCancelled {
          return nil
        }
      }
    }
    return nil
  }

  private func startNow(_ job: QueuedJob) async throws -> StartedAttempt {
    let selection: ResourceSelection
    switch options.workers {
    case .fixed: selection = .exactly([])
    case .resources(_, var request):
      request.avoiding = job.failedResources
      selection = .any(request)
    }
    if let id = job.id { return try await connector.retryJob(id, on: selection) }
    return try await connector.startJob(
      JobRequest(
        experiment: experiment, number: job.number, recommendation: job.recommendation.id,
        parameters: job.recommendation.result.parameters, resources: selection))
  }

  /// Waits until enough resources look free; whoever frees them need not know of us.
  private func waitForResources() async throws {
    guard case .resources(_, let request) = options.workers else { return }
    var polls = 0
    while !Task.isCancelled {
      try? await options.clock.sleep(for: options.resourcePoll)
      let free = try await patience.record {
        try await connector.availableResources(type: request.type)
      }
      if free.count >= request.count { return }
      polls += 1
      if polls == Self.pollsBeforeNotice { try await tellOfWait(request) }
    }
  }

  /// Tells a user who may wonder why nothing happens.
  private func tellOfWait(_ request: ResourceRequest) async throws {
    let declared = try await connector.resources(type: request.type)
    let enabled = declared.filter(\.isEnabled).count
    log.warning(
      """
      waiting for \(request.count) of '\(request.type)': \(declared.count) declared, \
      \(enabled) enabled, the others are busy; see 'automl resources list'
      """)
  }

  private func attempt(
    _ job: QueuedJob, _ started: StartedAttempt, _ worker: WorkerConfiguration
  ) async throws -> AttemptReport {
    var job = job
    job.id = started.job
    try job.lifeCycle.started()
    let context = jobContext(job, started, worker)
    log.debug("attempt started", metadata: metadata(started))
    await handlers.fire(.startJob, context: context)
    let action: JobLifeCycle.Action
    var exception: (any Error)?
    var storeError: TrackingError?
    do {
      action = try job.lifeCycle.succeeded(
        try await executor.execute(job.recommendation, context: context))
    } catch  where Task.isCancelled {
      action = try job.lifeCycle.interrupted()
    } catch let failure as JobFailure {
      action = try job.lifeCycle.failed(
        failure, policy: options.retries, jitter: options.jitter())
    } catch let error as TrackingError {
      // The record cannot be kept, which is not the job's fault: it is left for another run.
      storeError = error
      action = try job.lifeCycle.interrupted()
    } catch {
      exception = error
      let failure = JobFailure(.launch, "Exception in the executor: \(error)")
      action = try job.lifeCycle.failed(failure, policy: RetryPolicy(), jitter: 0)
    }
    let report = try await conclude(job, started, worker, context, action, exception)
    if let storeError { throw storeError }
    return report
  }

  private func conclude(
    _ job: QueuedJob, _ started: StartedAttempt, _ worker: WorkerConfiguration,
    _ context: Context, _ action: JobLifeCycle.Action, _ exception: (any Error)?
  ) async throws -> AttemptReport {
    var job = job
    let result: AttemptReport.Result
    switch action {
    case .finish(let score):
      context[.score] = score
      context[.jobStatus] = .ok
      result = .finished(score)
    case .fail(let failure):
      context[.jobStatus] = exception == nil ? .error : .exception
      result = exception.map { .exception($0) } ?? .failed(failure)
    case .retry(let pause, _):
      context[.jobStatus] = .error
      context[.willRetry] = true
      job.failedResources.formUnion(started.resources.map(\.id))
      result = .retry(after: pause)
    case .putBack:
      context[.jobStatus] = .unfinished
      result = .putBack
    }
    // Whether or not the record can be kept, whoever was told of the start is told of the end.
    let recorded = await Task {
      try await patience.record { try await record(started, action) }
    }.result
    log.debug("attempt ended: \(context[.jobStatus, default: .error])", metadata: metadata(started))
    await handlers.fire(.endJob, context: context)
    try recorded.get()
    return AttemptReport(job: job, worker: worker, context: context, result: result)
  }

  private func record(_ started: StartedAttempt, _ action: JobLifeCycle.Action) async throws {
    switch action {
    case .finish(let score):
      try await connector.finishJob(
        JobCompletion(job: started.job, score: score, ending: AttemptEnding(exitCode: 0)))
    case .fail(let failure):
      try await connector.finishJob(
        JobCompletion(job: started.job, status: .failed, ending: failure.ending))
    case .retry(_, let failure):
      try await connector.failAttempt(started.attempt, failure.ending)
    case .putBack:
      try await connector.failAttempt(
        started.attempt, as: .cancelled, AttemptEnding(error: "The workflow was stopped."))
    }
  }

  private func jobContext(
    _ job: QueuedJob, _ started: StartedAttempt, _ worker: WorkerConfiguration
  ) -> Context {
    let context = Context(parent: mainContext)
    context[.jobName] = "job \(started.job)"
    context[.workerName] = worker.name
    context[.searchSpace] = job.recommendation.result.space
    let devices = started.resources.compactMap(\.description.device)
    context[.gpus] = devices.isEmpty ? worker.gpus : Array(Set(devices)).sorted()
    context[.job] = JobHandle(
      experiment: experiment, job: started.job, number: job.number, attempt: started.attempt,
      attemptNumber: started.number, resources: started.resources, sessionToken: session.token,
      connector: connector, patience: patience)
    return context
  }

  private var log: Logger { options.logger }

  private func metadata(_ started: StartedAttempt) -> Logger.Metadata {
    [
      "experiment": "\(experiment)", "job": "\(started.job)", "attempt": "\(started.number)",
    ]
  }
}

extension TrackingError {
  /// Whether an attempt could not begin because the experiment was asked to stop.
  fileprivate var isStopRequest: Bool {
    guard case .illegalTransition(let from, _) = code else { return false }
    return from == ExperimentStatus.stopRequested.rawValue
  }
}

extension JobFailure {
  /// The failure as the store records it.
  fileprivate var ending: AttemptEnding {
    AttemptEnding(exitCode: exitCode, signal: signal, error: reason)
  }
}
