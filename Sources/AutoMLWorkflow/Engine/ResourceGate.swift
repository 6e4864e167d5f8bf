import Synchronization

/// Where the jobs of an engine wait for resources.
///
/// They come to their turn one after the other; the first one tries again whenever somebody says
/// that a resource may have become free.
final class ResourceGate: Sendable {
  private struct State {
    var changes = 0
    var holders = 0
    var waiter: CheckedContinuation<Void, Never>?
  }

  private let turns = TurnQueue()
  private let state = Mutex(State())

  /// Whether a job waits.
  var hasWaiters: Bool { turns.isTaken }

  /// How many jobs wait.
  var waiterCount: Int { turns.count }

  /// Whether jobs of this engine hold resources, which they will give back.
  var hasHolders: Bool { state.withLock { $0.holders > 0 } }

  /// Tries something until it succeeds, at once and whenever a resource may have become free.
  ///
  /// - Parameter attempt: Gives nil when there are too few resources.
  /// - Returns: Nil when the task was cancelled first.
  func enter<Value>(_ attempt: () async throws -> Value?) async rethrows -> Value? {
    if !turns.isTaken {
      if Task.isCancelled { return nil }
      if let value = try await attempt() { return taken(value) }
    }
    return try await turns.inTurn {
      while !Task.isCancelled {
        let seen = state.withLock { $0.changes }
        if let value = try await attempt() { return taken(value) }
        await change(after: seen)
      }
      return nil
    }
  }

  /// A job has given its resources back.
  func left() {
    state.withLock { $0.holders -= 1 }
    resourcesMayBeFree()
  }

  /// Has the job whose turn it is try again.
  func resourcesMayBeFree() {
    let waiter = state.withLock { state in
      state.changes += 1
      return state.waiter.take()
    }
    waiter?.resume()
  }

  private func taken<Value>(_ value: Value) -> Value {
    state.withLock { $0.holders += 1 }
    return value
  }

  /// Waits for a change, or for the cancellation of the task.
  private func change(after seen: Int) async {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let isPast = state.withLock { state in
          if Task.isCancelled || state.changes != seen { return true }
          state.waiter = continuation
          return false
        }
        if isPast { continuation.resume() }
      }
    } onCancel: {
      resourcesMayBeFree()
    }
  }
}
