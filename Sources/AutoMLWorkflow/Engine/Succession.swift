import AutoMLModel
import AutoMLScheduling
import AutoMLTracking
import Synchronization

/// What goes with the end of a job into the record.
struct EndingTicket: Sendable {
  /// Its place in line; see ``OutcomeOrder``.
  let number: Int
  /// The job that the worker goes on with, to be started in the same transaction.
  let next: QueuedJob?
}

/// How the end of a job was recorded.
struct RecordedEnding: Sendable {
  /// The place of the end among the ends of the experiment's jobs.
  let outcomeNumber: Int
  let ticket: Int
  /// What the worker goes on with.
  let next: Successor?
}

/// A job that a worker goes on with.
struct Successor: Sendable {
  let job: QueuedJob
  /// Its attempt, or why none could be started.
  let start: Result<StartedAttempt, TrackingError>
}

extension Engine {
  /// Counts the end of a job that is about to be recorded, and chooses the one after it.
  ///
  /// Waits for nobody, neither the controller nor a handler, so that the end is recorded at once. A
  /// successor keeps what the job before it gives back, so there is one only where nobody else can
  /// be waiting for that. Should a handler or the controller ask to stop because of this very end,
  /// the successor is put back.
  nonisolated func jobEnds(_ result: AttemptReport.Result, _ context: Context) -> EndingTicket {
    let cause = stopCause(in: context)
    let mayGoOn = mayGoOn(after: result)
    let next = state.withLock { state -> QueuedJob? in
      switch result {
      case .finished(let score): state.finished(score)
      case .stoppedEarly: state.stoppedEarly()
      case .failed(let failure): state.failed(failure)
      case .exception: state.failed()
      case .retry, .putBack, .stopRequested, .storeFailed: break
      }
      if let cause { state.stop(cause) }
      return mayGoOn ? state.successor() : nil
    }
    return EndingTicket(number: outcomes.withLock { $0.begin() }, next: next)
  }

  private nonisolated func mayGoOn(after result: AttemptReport.Result) -> Bool {
    if case .exception = result { return false }
    switch options.workers {
    case .fixed: return true
    case .resources(_, let request): return request.createsMissing && !gate.hasWaiters
    }
  }

  /// Has a worker go on with a job whose attempt was started with the end of the one before it.
  func goOn(
    with next: Successor, on worker: WorkerConfiguration, _ scheduler: Scheduler,
    _ runner: AttemptRunner
  ) async {
    let (job, feed) = (next.job, feed)
    switch next.start {
    case .success(let started):
      do {
        guard !isStopping else { throw SchedulerError.notRunning }
        _ = try await scheduler.submit("job \(job.number)") {
          await runner.run(job, started, on: worker)
        }
      } catch {
        // The store may be busy, and what else is to be stopped must not wait for that.
        Task { feed.yield(.attemptEnded(await runner.putBack(job, started, on: worker))) }
      }
    case .failure where isStopping:
      feed.yield(.attemptEnded(AttemptReport(job: job, worker: worker, result: .putBack)))
    case .failure:
      // Tried once more, where it can wait for what is missing and is told why it cannot begin.
      await submit(job, on: worker, scheduler, runner)
    }
  }
}
