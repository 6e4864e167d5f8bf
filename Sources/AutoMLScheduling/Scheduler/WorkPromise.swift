import Synchronization

/// A result that will be there once, and those who wait for it.
final class WorkPromise<Output: Sendable>: Sendable {
  private struct State {
    var result: Result<Output, any Error>?
    var waiting: [CheckedContinuation<Output, any Error>] = []
  }

  private let state = Mutex(State())

  /// Waits for the result.
  func value() async throws -> Output {
    try await withCheckedThrowingContinuation { continuation in
      let result = state.withLock { state in
        if state.result == nil { state.waiting.append(continuation) }
        return state.result
      }
      if let result { continuation.resume(with: result) }
    }
  }

  /// Keeps the first result and wakes everybody; later ones are dropped.
  func fulfil(_ result: Result<Output, any Error>) {
    let waiting = state.withLock { state in
      guard state.result == nil else { return [CheckedContinuation<Output, any Error>]() }
      state.result = result
      defer { state.waiting = [] }
      return state.waiting
    }
    for continuation in waiting { continuation.resume(with: result) }
  }
}
