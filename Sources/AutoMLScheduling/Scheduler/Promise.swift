import Synchronization

/// A result that will be there once, and those who wait for it.
struct Settlement<Value: Sendable>: Sendable {
  private var result: Result<Value, any Error>?
  private var waiting: [CheckedContinuation<Value, any Error>] = []

  /// Takes in somebody who waits.
  ///
  /// - Returns: The result, if it is there already.
  mutating func wait(
    _ continuation: CheckedContinuation<Value, any Error>
  ) -> Result<Value, any Error>? {
    if result == nil { waiting.append(continuation) }
    return result
  }

  /// Keeps the first result; later ones are dropped.
  ///
  /// - Returns: Those who are to be told.
  mutating func fulfil(
    _ result: Result<Value, any Error>
  ) -> [CheckedContinuation<Value, any Error>] {
    guard self.result == nil else { return [] }
    self.result = result
    defer { waiting = [] }
    return waiting
  }
}

/// A ``Settlement`` that several tasks share.
final class Promise<Value: Sendable>: Sendable {
  private let settlement = Mutex(Settlement<Value>())

  /// Waits for the result.
  func value() async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
      if let result = settlement.withLock({ $0.wait(continuation) }) {
        continuation.resume(with: result)
      }
    }
  }

  /// Keeps the first result and wakes everybody; later ones are dropped.
  func fulfil(_ result: Result<Value, any Error>) {
    let waiting = settlement.withLock { $0.fulfil(result) }
    for continuation in waiting { continuation.resume(with: result) }
  }
}
