import Synchronization

/// Tells the one who attends to a process what there is to do.
///
/// No task is needed for the waiting, and cancelling the one that waits does not end it.
final class ProcessNews: Sendable {
  private struct State {
    var progress = ProcessProgress()
    var waiting: CheckedContinuation<ProcessProgress.Step, Never>?
  }

  private let state = Mutex(State())

  /// The next step, as soon as there is one.
  func next() async -> ProcessProgress.Step {
    if let step = state.withLock({ $0.progress.nextStep() }) { return step }
    return await withCheckedContinuation { continuation in
      let step = state.withLock { state in
        let step = state.progress.nextStep()
        if step == nil { state.waiting = continuation }
        return step
      }
      if let step { continuation.resume(returning: step) }
    }
  }

  /// Something has changed.
  @discardableResult
  func note<Value: Sendable>(_ change: (inout ProcessProgress) -> Value) -> Value {
    let (value, waiting, step) = state.withLock { state in
      let value = change(&state.progress)
      let step = state.waiting == nil ? nil : state.progress.nextStep()
      let waiting = step == nil ? nil : state.waiting.take()
      return (value, waiting, step)
    }
    if let waiting, let step { waiting.resume(returning: step) }
    return value
  }

  /// The first error of those who are told of beginning and output.
  var failure: (any Error)? { state.withLock { $0.progress.failure } }
}
