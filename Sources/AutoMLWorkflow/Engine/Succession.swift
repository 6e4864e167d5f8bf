import AutoMLModel
import AutoMLScheduling
import AutoMLTracking

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
  /// A successor keeps what the job before it gives back, so there is one only where nobody else
  /// can be waiting for that.
  func jobEnds(_ result: AttemptReport.Result) -> EndingTicket {
    switch result {
    case .finished(let score): state.finished(score)
    case .stoppedEarly: state.stoppedEarly()
    case .failed(let failure): state.failed(failure)
    case .exception: state.failed()
    case .retry, .putBack, .stopRequested, .storeFailed: break
    }
    return EndingTicket(
      number: outcomes.begin(), next: mayGoOn(after: result) ? state.successor() : nil)
  }

  private func mayGoOn(after result: AttemptReport.Result) -> Bool {
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
    switch next.start {
    case .success(let started):
      do {
        guard state.cause == nil else { throw SchedulerError.notRunning }
        _ = try await scheduler.submit("job \(next.job.number)") {
          await runner.run(next.job, started, on: worker)
        }
      } catch {
        feed.yield(.attemptEnded(await runner.putBack(next.job, started, on: worker)))
      }
    case .failure:
      // Tried once more, where it can wait for what is missing and is told why it cannot begin.
      await submit(next.job, on: worker, scheduler, runner)
    }
  }
}
