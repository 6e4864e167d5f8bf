import Synchronization

/// A clock that moves only when it is told to.
public final class ManualClock: Clock {
  /// A moment, as the time since the clock was made.
  public struct Instant: InstantProtocol {
    /// The time since the clock was made.
    public let offset: Duration

    /// The moment so much later.
    public func advanced(by duration: Duration) -> Self { Self(offset: offset + duration) }

    /// The time until another moment.
    public func duration(to other: Self) -> Duration { other.offset - offset }

    /// Whether one moment is before another.
    public static func < (left: Self, right: Self) -> Bool { left.offset < right.offset }
  }

  private struct Sleeper {
    let deadline: Instant
    let continuation: CheckedContinuation<Void, any Error>
  }

  private struct State {
    var now = Instant(offset: .zero)
    var nextNumber = 0
    var sleepers: [Int: Sleeper] = [:]
    /// Those who were cancelled before they lay down.
    var cancelled: Set<Int> = []
    var watchers: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []

    mutating func satisfiedWatchers() -> [CheckedContinuation<Void, Never>] {
      let count = sleepers.count
      let satisfied = watchers.filter { $0.count <= count }.map(\.continuation)
      watchers.removeAll { $0.count <= count }
      return satisfied
    }
  }

  private let state = Mutex(State())

  /// Makes a clock.
  public init() {}

  /// The moment it shows.
  public var now: Instant { state.withLock { $0.now } }

  /// It tells every moment from every other.
  public var minimumResolution: Duration { .zero }

  /// Sleeps until the clock is moved to a moment, or beyond.
  ///
  /// - Throws: `CancellationError`.
  public func sleep(until deadline: Instant, tolerance: Duration? = nil) async throws {
    let number = state.withLock { state in
      state.nextNumber += 1
      return state.nextNumber
    }
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { lieDown(number, until: deadline, $0) }
    } onCancel: {
      let sleeper = state.withLock { state in
        let sleeper = state.sleepers.removeValue(forKey: number)
        if sleeper == nil { state.cancelled.insert(number) }
        return sleeper
      }
      sleeper?.continuation.resume(throwing: CancellationError())
    }
  }

  private func lieDown(
    _ number: Int, until deadline: Instant, _ continuation: CheckedContinuation<Void, any Error>
  ) {
    let (isCancelled, isDue, watchers) = state.withLock { state in
      let isCancelled = state.cancelled.remove(number) != nil
      let isDue = deadline <= state.now
      if !isCancelled, !isDue {
        state.sleepers[number] = Sleeper(deadline: deadline, continuation: continuation)
      }
      return (isCancelled, isDue, state.satisfiedWatchers())
    }
    for watcher in watchers { watcher.resume() }
    if isCancelled {
      continuation.resume(throwing: CancellationError())
    } else if isDue {
      continuation.resume()
    }
  }

  /// Moves on and wakes those whose time has come, the earliest first.
  public func advance(by duration: Duration) {
    let due = state.withLock { state in
      state.now = state.now.advanced(by: duration)
      let due = state.sleepers.filter { $0.value.deadline <= state.now }
      for number in due.keys { state.sleepers[number] = nil }
      return due.sorted { ($0.value.deadline, $0.key) < ($1.value.deadline, $1.key) }
    }
    for (_, sleeper) in due { sleeper.continuation.resume() }
  }

  /// Waits until at least so many sleep.
  public func sleepers(_ count: Int) async {
    await withCheckedContinuation { continuation in
      let isThere = state.withLock { state in
        if state.sleepers.count >= count { return true }
        state.watchers.append((count, continuation))
        return false
      }
      if isThere { continuation.resume() }
    }
  }
}
