import DequeModule
import Synchronization

/// Lets one task at a time through, in the order in which they came.
///
/// Waiting does not end with the cancellation of the task: who has cancelled work to wind up gets
/// its turn as everybody else does.
final class TurnQueue: Sendable {
  private struct State {
    var isTaken = false
    var waiting: Deque<CheckedContinuation<Void, Never>> = []
  }

  private let state = Mutex(State())

  /// Whether somebody has the turn.
  var isTaken: Bool { state.withLock { $0.isTaken } }

  /// How many tasks have the turn or wait for it.
  var count: Int { state.withLock { $0.isTaken ? $0.waiting.count + 1 : 0 } }

  /// Does something while nobody else does.
  func inTurn<Value>(_ body: () async throws -> Value) async rethrows -> Value {
    await take()
    defer { pass() }
    return try await body()
  }

  private func take() async {
    await withCheckedContinuation { continuation in
      let isFree = state.withLock { state in
        guard state.isTaken else {
          state.isTaken = true
          return true
        }
        state.waiting.append(continuation)
        return false
      }
      if isFree { continuation.resume() }
    }
  }

  private func pass() {
    let next = state.withLock { state in
      let next = state.waiting.popFirst()
      if next == nil { state.isTaken = false }
      return next
    }
    next?.resume()
  }
}
