public import AutoMLTracking
import Logging
import Synchronization

/// Waits for a store that another process holds locked, instead of losing what is to be recorded.
///
/// A lock that lasts longer than the store's own patience is nobody's failure: what was to be
/// recorded is tried again until it is, unless the user wants everything to end at once.
public final class StorePatience: Sendable {
  private struct State {
    var hasEnded = false
    /// How many have found the store busy and try again.
    var waiting = 0
  }

  private let state = Mutex(State())
  private let tell: @Sendable (TrackingError, _ isFirst: Bool) -> Void

  /// Makes patience without an end.
  ///
  /// - Parameter tell: Is called whenever the store was busy, with whether this begins the wait: is
  ///   the first time, or the first after nobody waited any more.
  public init(tell: @escaping @Sendable (TrackingError, _ isFirst: Bool) -> Void) {
    self.tell = tell
  }

  /// Makes patience that is logged.
  convenience init(logger: Logger) {
    self.init { error, _ in logger.warning("\(error.message) Trying again.") }
  }

  /// Stops waiting from now on.
  public func end() { state.withLock { $0.hasEnded = true } }

  /// Does something with the store, again and again while the store is busy.
  ///
  /// - Parameter isVain: Whether it is not worth waiting for any more; asked before each wait.
  /// - Throws: what `body` throws, `TrackingError` `.busy` only after ``end()`` or when it is in vain.
  public func record<Value>(
    unless isVain: () -> Bool = { false }, _ body: () async throws -> Value
  ) async throws -> Value {
    var isWaiting = false
    defer { if isWaiting { state.withLock { $0.waiting -= 1 } } }
    while true {
      do {
        return try await body()
      } catch let error as TrackingError where error.code == .busy {
        if isVain() || state.withLock({ $0.hasEnded }) { throw error }
        let isFirst = state.withLock { state in
          defer { if !isWaiting { state.waiting += 1 } }
          return state.waiting == 0
        }
        isWaiting = true
        tell(error, isFirst)
      }
    }
  }
}
