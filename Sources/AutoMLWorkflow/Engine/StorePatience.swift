import AutoMLTracking
import Logging
import Synchronization

/// Waits for a store that another process holds locked, instead of losing what is to be recorded.
///
/// A lock that lasts longer than the store's own patience is nobody's failure: what was to be
/// recorded is tried again until it is, unless the user wants everything to end at once.
final class StorePatience: Sendable {
  private let hasEnded = Mutex(false)
  private let logger: Logger

  init(logger: Logger) { self.logger = logger }

  /// Stops waiting from now on.
  func end() { hasEnded.withLock { $0 = true } }

  /// Does something with the store, again and again while the store is busy.
  ///
  /// - Throws: what `body` throws, `TrackingError` `.busy` only after ``end()``.
  func record<Value>(_ body: () async throws -> Value) async throws -> Value {
    while true {
      do {
        return try await body()
      } catch let error as TrackingError where error.code == .busy {
        if hasEnded.withLock({ $0 }) { throw error }
        logger.warning("\(error.message) Trying again.")
      }
    }
  }
}
