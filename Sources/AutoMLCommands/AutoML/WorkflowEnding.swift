import AutoMLWorkflow
import Synchronization

/// What is done after the last job, which a signal cuts short.
final class WorkflowEnding: Sendable {
  private struct State {
    var task: Task<Void, any Error>?
    /// Whether everything was to be over at once before the last job was.
    var isHurried = false
  }

  private let state = Mutex(State())

  /// Notes that the jobs are over.
  func begin(_ task: Task<Void, any Error>) {
    let isHurried = state.withLock { state in
      state.task = task
      return state.isHurried
    }
    if isHurried { task.cancel() }
  }

  /// Cuts short what has begun; what is to begin yet, only when that is urgent.
  ///
  /// - Returns: Whether it had begun.
  func hurry(_ urgency: StopUrgency) -> Bool {
    let task = state.withLock { state in
      if urgency == .immediate { state.isHurried = true }
      return state.task
    }
    task?.cancel()
    return task != nil
  }
}
