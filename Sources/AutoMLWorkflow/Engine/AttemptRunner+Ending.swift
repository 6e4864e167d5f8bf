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
    let logPath = await context[.job]?.process.ended()
    let recorded: Result<RecordedEnding?, any Error>
    do {
      recorded = .success(try await record(started, action, result, logPath))
    } catch {
      recorded = .failure(error)
    }
    if case .resources = options.workers, !recorded.hasSuccessor { gate.left() }
    earlyStopping?.ended(started.job, as: action.jobStatus)
    log.debug("attempt ended: \(context[.jobStatus, default: .error])", metadata: metadata(started))
    await handlers.fire(.endJob, context: context)
    return AttemptReport(
      job: job, worker: worker, context: context, result: result, ending: try recorded.get())
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

  /// - Returns: How the job's end was recorded; nil when the job did not end.
  private func record(
    _ started: StartedAttempt, _ action: JobLifeCycle.Action, _ result: AttemptReport.Result,
    _ logPath: String?
  ) async throws -> RecordedEnding? {
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
      try await patience.record { try await connector.failAttempt(started.attempt, ending) }
      return nil
    case .putBack:
      try await patience.record { try await recordPutBack(started, logPath: logPath) }
      return nil
    }
    completion.ending.logPath = logPath
    let ticket = jobEnds(result)
    return try await patience.record { try await record(completion, ticket) }
  }

  /// Records the end of a job, and with it the start of the one that its worker goes on with.
  private func record(
    _ completion: JobCompletion, _ ticket: EndingTicket
  ) async throws -> RecordedEnding {
    guard let next = ticket.next else {
      return RecordedEnding(
        outcomeNumber: try await connector.finishJob(completion), ticket: ticket.number, next: nil)
    }
    let succession = try await connector.finishJob(
      completion, thenStart: request(for: next, on: selection))
    return RecordedEnding(
      outcomeNumber: succession.outcomeNumber, ticket: ticket.number,
      next: Successor(job: next, start: succession.next))
  }

  private var selection: ResourceSelection {
    switch options.workers {
    case .fixed: .exactly([])
    case .resources(_, let request): .any(request)
    }
  }

  func recordPutBack(_ started: StartedAttempt, logPath: String?) async throws {
    try await connector.failAttempt(
      started.attempt, as: .cancelled,
      AttemptEnding(error: "The workflow was stopped.", logPath: logPath))
  }
}

extension Result<RecordedEnding?, any Error> {
  /// Whether the worker goes on with an attempt that has been started.
  fileprivate var hasSuccessor: Bool {
    guard case .success(let ending) = self, let next = ending?.next else { return false }
    return (try? next.start.get()) != nil
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
