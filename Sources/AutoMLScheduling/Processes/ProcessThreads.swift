import Dispatch

/// Threads for what has to happen in time around processes.
///
/// Swift's own are few and may all be busy with work, which would keep an ended process waiting.
final class ProcessThreads: TaskExecutor {
  /// For what is short.
  static let shared = ProcessThreads(label: "automl.processes", qos: .userInteractive)
  /// For the writing and reading of documents, which may be long.
  static let documents = ProcessThreads(label: "automl.documents", qos: .utility)

  private let queue: DispatchQueue

  /// - Parameter qos: Dispatch has other threads for each.
  private init(label: String, qos: DispatchQoS) {
    queue = DispatchQueue(label: label, qos: qos, attributes: .concurrent)
  }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
  }

  /// Waits, also in a cancelled task.
  func pause(milliseconds: Int) async {
    await withCheckedContinuation { continuation in
      queue.asyncAfter(deadline: .now() + .milliseconds(milliseconds)) { continuation.resume() }
    }
  }
}

/// A thread for a scheduler whose work is done by processes.
final class ProcessThread: SerialExecutor {
  private let queue = DispatchQueue(label: "automl.scheduler", qos: .userInteractive)

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
  }
}
