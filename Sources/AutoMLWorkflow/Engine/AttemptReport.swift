import AutoMLModel

/// What became of a job's turn on a worker.
struct AttemptReport: Sendable {
  enum Result: Sendable {
    /// It ended with a score.
    case finished(Score)
    /// It was ended because of its intermediate results.
    case stoppedEarly(EarlyStop)
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
  var context: Context?
  let result: Result
  /// How the job's end was recorded; nil when it did not end.
  var ending: RecordedEnding?

  /// What the job is called: by its id once it has one, as everywhere else.
  var name: String { job.id.map { "job \($0)" } ?? "recommendation \(job.number)" }
}
