import Synchronization

/// An operation that waits in the queue, with the caller to be resumed.
///
/// First ``perform(_:)`` runs inside the transaction, then ``resume(failure:)`` once its fate is
/// known; a caller is never resumed before its data are durable.
protocol WriteTicket: Sendable {
  /// Runs the operation and keeps its result; throws what the operation throws.
  func perform(_ context: inout WriteContext) throws
  /// Hands the caller its result, or the error that befell the transaction.
  func resume(failure: (any Error)?)
  /// Keeps the error of the operation itself for the caller.
  func fail(_ error: any Error)
}

/// The ticket of an operation with a result.
final class PendingWrite<Value: Sendable>: WriteTicket {
  private let operation: WriteOperation<Value>
  private let continuation: CheckedContinuation<Value, any Error>
  private let outcome = Mutex<Result<Value, any Error>?>(nil)

  init(
    _ operation: @escaping WriteOperation<Value>,
    _ continuation: CheckedContinuation<Value, any Error>
  ) {
    self.operation = operation
    self.continuation = continuation
  }

  func perform(_ context: inout WriteContext) throws {
    let value = try operation(&context)
    outcome.withLock { $0 = .success(value) }
  }

  func fail(_ error: any Error) { outcome.withLock { $0 = .failure(error) } }

  func resume(failure: (any Error)?) {
    let outcome = outcome.withLock { $0 }
    switch (outcome, failure) {
    case (.failure(let error), _): continuation.resume(throwing: error)
    case (_, let error?): continuation.resume(throwing: error)
    case (.success(let value), nil): continuation.resume(returning: value)
    case (nil, nil): continuation.resume(throwing: CancellationError())
    }
  }
}
