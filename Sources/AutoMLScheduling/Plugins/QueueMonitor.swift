import DequeModule
import Synchronization

/// Records how long a scheduler's queue is whenever it changes.
///
/// A record is taken at start, finishing and finished, and whenever work is submitted, begun,
/// cancelled or done, after the callbacks that were registered before the monitor was made. It
/// takes constant time however long the queue is.
///
/// The records grow with the events: up to three for each piece of work, of 32 bytes each, for as
/// long as the monitor or its scheduler lives. Give a `limit` to keep the newest only.
public final class QueueMonitor: Sendable {
  private struct State {
    var records: Deque<Record> = []
    var stopwatch: (@Sendable () -> Duration)?
    var dropped = 0
  }

  /// How many pieces of work the scheduler's backend does at once.
  public let workers: Int
  /// The most records that are kept; nil for all.
  public let limit: Int?
  private let startStopwatch: @Sendable () -> @Sendable () -> Duration
  private let state = Mutex(State())

  /// Begins to watch a scheduler, over all its runs from now on.
  ///
  /// - Parameters:
  ///   - limit: The most records that are kept, the newest; nil for all.
  ///   - clock: Measures the records' times.
  /// - Throws: ``SchedulerError/invalidLimit(_:_:)`` for a limit below 1.
  public init(
    _ scheduler: Scheduler, limit: Int? = nil, clock: any Clock<Duration> = ContinuousClock()
  ) throws(SchedulerError) {
    if let limit, limit < 1 { throw .invalidLimit("limit", "\(limit)") }
    self.limit = limit
    workers = scheduler.backend.width
    startStopwatch = { stopwatch(of: clock) }
    for event in [Event.start, .finishing, .finished] {
      try scheduler.on(event, controls: .hidden) { [self] scheduler, _ in record(scheduler) }
    }
    scheduler.onBegun { [self] scheduler in record(scheduler) }
    for event in [Event.futureSubmitted, .futureCancelled, .futureDone] {
      try scheduler.on(event, controls: .hidden) { [self] scheduler, _ in record(scheduler) }
    }
  }

  /// The records, oldest first; their times never go back.
  public var records: [Record] { state.withLock { Array($0.records) } }

  /// How many records were dropped because of the limit.
  public var dropped: Int { state.withLock { $0.dropped } }

  /// How many workers had nothing to do, for each of ``records``.
  ///
  /// - Parameter workers: How many there are; nil for the width of the backend.
  /// - Returns: Numbers below 0 where work waited because all workers were taken; see
  ///   ``Record/idle(workers:)``.
  public func idle(workers: Int? = nil) -> [Int] {
    records.map { $0.idle(workers: workers ?? self.workers) }
  }

  private func record(_ scheduler: isolated Scheduler) {
    let (size, executing, cancelled) = (
      scheduler.queueSize, scheduler.executing, scheduler.cancelling
    )
    state.withLock { state in
      let (seconds, attoseconds) = (state.stopwatch?() ?? .zero).components
      if state.stopwatch == nil { state.stopwatch = startStopwatch() }
      let time = seconds * 1_000_000_000 + attoseconds / 1_000_000_000
      state.records.append(
        Record(
          time: max(time, state.records.last?.time ?? 0), queueSize: size, cancelled: cancelled,
          executing: executing))
      if let limit, state.records.count > limit {
        state.records.removeFirst()
        state.dropped += 1
      }
    }
  }
}

/// Starts to measure; the result gives the time since then.
private func stopwatch<C: Clock>(of clock: C) -> @Sendable () -> Duration
where C.Duration == Duration {
  let start = clock.now
  return { start.duration(to: clock.now) }
}
