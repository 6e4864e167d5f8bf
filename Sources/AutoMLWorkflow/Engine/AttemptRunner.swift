import AutoMLModel
import AutoMLTracking
import Logging

/// Runs one attempt of a job, from taking its resources to recording its end.
///
/// Runs in the job's own task. The record is written even when that task has been cancelled.
struct AttemptRunner: Sendable {
  let connector: any Connector
  let experiment: ExperimentID
  let session: SessionRecord
  let options: EngineOptions
  let executor: any Executor
  let handlers: HandlerChain
  let patience: StorePatience
  let mainContext: Context
  let gate: ResourceGate
  let earlyStopping: EarlyStopping?
  let processes = ProcessNotes()
  /// Tells the engine that a job is about to end; see ``Engine/jobEnds(_:_:)``.
  let jobEnds: @Sendable (AttemptReport.Result) -> EndingTicket

  /// Starts an attempt as soon as it can, and runs it.
  func run(_ job: QueuedJob, on worker: WorkerConfiguration) async -> AttemptReport {
    await reporting(job, worker) {
      guard let started = try await start(job) else {
        return AttemptReport(job: job, worker: worker, result: .putBack)
      }
      return try await attempt(job, started, worker)
    }
  }

  /// Runs an attempt that has been started.
  func run(
    _ job: QueuedJob, _ started: StartedAttempt, on worker: WorkerConfiguration
  ) async -> AttemptReport {
    await reporting(job, worker) { try await attempt(job, started, worker) }
  }

  /// Ends an attempt that has been started and never ran.
  func putBack(
    _ job: QueuedJob, _ started: StartedAttempt, on worker: WorkerConfiguration
  ) async -> AttemptReport {
    await reporting(job, worker) {
      try await patience.record { try await recordPutBack(started, logPath: nil) }
      if case .resources = options.workers { gate.left() }
      return AttemptReport(job: job, worker: worker, result: .putBack)
    }
  }

  private func reporting(
    _ job: QueuedJob, _ worker: WorkerConfiguration, _ body: () async throws -> AttemptReport
  ) async -> AttemptReport {
    do {
      return try await body()
    } catch let error as TrackingError where error.isStopRequest {
      return AttemptReport(job: job, worker: worker, result: .stopRequested)
    } catch {
      return AttemptReport(job: job, worker: worker, result: .storeFailed(error))
    }
  }

  /// Starts the attempt as soon as its resources are free; nil when the task was cancelled first.
  private func start(_ job: QueuedJob) async throws -> StartedAttempt? {
    switch options.workers {
    case .fixed:
      if Task.isCancelled { return nil }
      return try await patience.record { try await start(job, on: .exactly([])) }
    case .resources(_, var request):
      request.avoiding = job.failedResources
      return try await gate.enter {
        do {
          return try await patience.record { try await start(job, on: .any(request)) }
        } catch let error as TrackingError where error.code == .resourceUnavailable {
          return nil
        }
      }
    }
  }

  private func start(
    _ job: QueuedJob, on selection: ResourceSelection
  ) async throws -> StartedAttempt {
    if let id = job.id { return try await connector.retryJob(id, on: selection) }
    return try await connector.startJob(request(for: job, on: selection))
  }

  func request(for job: QueuedJob, on selection: ResourceSelection) -> JobRequest {
    JobRequest(
      experiment: experiment, number: job.number, recommendation: job.recommendation.id,
      parameters: job.recommendation.result.parameters, resources: selection)
  }

  private func attempt(
    _ job: QueuedJob, _ started: StartedAttempt, _ worker: WorkerConfiguration
  ) async throws -> AttemptReport {
    var job = job
    job.id = started.job
    try job.lifeCycle.started()
    earlyStopping?.began(started.job)
    let context = jobContext(job, started, worker)
    log.debug("attempt started", metadata: metadata(started))
    await handlers.fire(.startJob, context: context)
    let action: JobLifeCycle.Action
    var exception: (any Error)?
    var storeError: TrackingError?
    do {
      action = try job.lifeCycle.succeeded(
        try await executor.execute(job.recommendation, context: context))
    } catch let stop as EarlyStop {
      action = try job.lifeCycle.stoppedEarly(stop)
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

  private func jobContext(
    _ job: QueuedJob, _ started: StartedAttempt, _ worker: WorkerConfiguration
  ) -> Context {
    let context = Context(parent: mainContext)
    context[.jobName] = "job \(started.job)"
    context[.workerName] = worker.name
    context[.recommendation] = job.recommendation
    context[.searchSpace] = job.recommendation.result.space
    let devices = started.resources.compactMap(\.description.device)
    context[.gpus] = devices.isEmpty ? worker.gpus : Array(Set(devices)).sorted()
    context[.job] = JobHandle(
      experiment: experiment, job: started.job, number: job.number, attempt: started.attempt,
      attemptNumber: started.number, resources: started.resources, sessionToken: session.token,
      connector: connector, patience: patience, earlyStopping: earlyStopping, processes: processes)
    return context
  }

  var log: Logger { options.logger }

  func metadata(_ started: StartedAttempt) -> Logger.Metadata {
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
