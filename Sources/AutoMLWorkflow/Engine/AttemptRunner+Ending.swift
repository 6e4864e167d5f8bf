import AutoMLModel
import AutoMLTracking
import Logging

extension AttemptRunner {
  /// Records the end of an attempt and tells the handlers of it.
  ///
  /// - Throws: `TrackingError` when the record cannot be kept; the handlers have been told.
  func conclude(
    _ job: QueuedJob, _ started: StartedAttempt, _ worker: WorkerConfiguration,
    _ context: Context, _ action: JobLifeCycle.Action, _ exception: (any Error)?
  ) async throws -> AttemptReport {
    var job = job
    let result = Self.describe(action, exception, in: context)
    if case .retry = result { job.failedResources.formUnion(started.resources.map(\.id)) }
    // Whether or not the record can be kept, whoever was told of the start is told of the end.
    let recorded = await Task {
      let logPath = await context[.job]?.process.ended()
      return try await patience.record { try await record(started, action, logPath) }
    }.result
    if case .resources = options.workers { gate.left() }
    earlyStopping?.ended(started.job, as: action.jobStatus)
    log.debug("attempt ended: \(context[.jobStatus, default: .error])", metadata: metadata(started))
    await handlers.fire(.endJob, context: context)
    return AttemptReport(
      job: job, worker: worker, context: context, result: result, place: try recorded.get())
  }

  /// Puts what became of an attempt into its context.
  private static func describe(
    _ action: JobLifeCycle.Action, _ exception: (any Error)?, in context: Context
  ) -> AttemptReport.Result {
    switch action {
    case .finish(let score):
      context[.score] = score
      context[.jobStatus] = .ok
      return .finished(score)
    case .stopEarly(let stop):
      context[.score] = stop.best
      context[.jobStatus] = .ok
      context[.earlyStopReason] = stop.reason
      return .stoppedEarly(stop)
    case .fail(let failure):
      context[.jobStatus] = exception == nil ? .error : .exception
      context[.failureReason] = failure.reason
      return exception.map { .exception($0) } ?? .failed(failure)
    case .retry(let pause, let failure):
      context[.jobStatus] = .error
      context[.failureReason] = failure.reason
      context[.willRetry] = true
      return .retry(after: pause)
    case .putBack:
      context[.jobStatus] = .unfinished
      return .putBack
    }
  }

  /// - Returns: The place of the job's end among those recorded; nil when the job did not end.
  private func record(
    _ started: StartedAttempt, _ action: JobLifeCycle.Action, _ logPath: String?
  ) async throws -> Int? {
    var completion: JobCompletion
    switch action {
    case .finish(let score):
      completion = JobCompletion(
        job: started.job, score: score, ending: AttemptEnding(exitCode: 0))
    case .stopEarly(let stop):
      completion = JobCompletion(
        job: started.job, status: .earlyStopped, score: stop.best,
        ending: AttemptEnding(error: stop.reason))
    case .fail(let failure):
      completion = JobCompletion(job: started.job, status: .failed, ending: failure.ending)
    case .retry(_, let failure):
      var ending = failure.ending
      ending.logPath = logPath
      try await connector.failAttempt(started.attempt, ending)
      return nil
    case .putBack:
      try await connector.failAttempt(
        started.attempt, as: .cancelled,
        AttemptEnding(error: "The workflow was stopped.", logPath: logPath))
      return nil
    }
    completion.ending.logPath = logPath
    return try await ledger.record { try await connector.finishJob(completion) }
  }
}

extension JobLifeCycle.Action {
  /// The status that the job comes into.
  fileprivate var jobStatus: JobStatus {
    switch self {
    case .finish: .finished
    case .stopEarly: .earlyStopped
    case .fail: .failed
    case .retry, .putBack: .pending
    }
  }
}

extension JobFailure {
  /// The failure as the store records it.
  fileprivate var ending: AttemptEnding {
    AttemptEnding(exitCode: exitCode, signal: signal, error: reason)
  }
}
