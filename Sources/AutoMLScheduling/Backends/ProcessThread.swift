import Dispatch

/// A thread for all that is done about one process of a backend.
///
/// Swift's own are few and may all be busy with work, which would keep an ended process waiting.
/// So may Dispatch's be, but for those of serial queues, which it makes as they are needed.
final class ProcessThread: TaskExecutor {
  private let queue = DispatchQueue(label: "automl.process", qos: .userInteractive)

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
  }
}
