import Synchronization

/// A result that will be there once, and those who wait for it.
///
/// Not generic: it is made for every piece of work, and hardly ever asked.
final class WorkPromise: Sendable {
  private struct State {
    var result: Result<any Sendable, any Error>?
    var waiting: [CheckedContinuation<any Sendable, any Error>] = []
  }

  private let state = Mutex(State())

  /// Waits for the result.
  func value() async throws -> any Sendable {
    try await withCheckedThrowingContinuation { continuation in
      let result = state.withLock { state in
        if state.result == nil { state.waiting.append(continuation) }
        return state.result
      }
      if let result { continuation.resume(with: result) }
    }
  }

  /// Keeps the result and wakes everybody; called once.
  func fulfil(_ result: Result<any Sendable, any Error>) {
    let waiting = state.withLock { state in
      state.result = result
      defer { state.waiting = [] }
      return state.waiting
    }
    for continuation in waiting { continuation.resume(with: result) }
  }
}
