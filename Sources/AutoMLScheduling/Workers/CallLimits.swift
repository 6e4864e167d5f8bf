import Dispatch
import Synchronization

/// Watches over the limits of one call, and ends the call's worker when it reaches one.
///
/// On threads of its own: those of Swift are few and may all be busy when a limit is reached.
/// Belongs to a ``Worker``.
final class CallLimits {
  private static let clockQueue = DispatchQueue(label: "automl.calls", qos: .userInteractive)
  private static let usageQueue = DispatchQueue(label: "automl.calls.usage")
  /// How long what a worker uses may go unseen, in milliseconds.
  private static let samplingPause = 20

  private let watch: Watch
  private var timers: [any DispatchSourceTimer] = []

  /// Begins to watch; the call begins now.
  ///
  /// - Parameter forks: ``ProcessTable/forks`` when the worker was started.
  init(_ limits: ProcessLimits, of attempt: ProcessAttempt, forks: Int?) {
    let watch = Watch(limits, of: attempt, forks: forks)
    self.watch = watch
    if let limit = limits.wallTime {
      let timer = DispatchSource.makeTimerSource(flags: .strict, queue: Self.clockQueue)
      timer.setEventHandler { watch.reached(.wallTime(limit)) }
      timer.schedule(deadline: .now() + limit / .seconds(1), leeway: .nanoseconds(0))
      timers.append(timer)
    }
    if limits.cpuTime != nil || limits.memory != nil {
      let timer = DispatchSource.makeTimerSource(queue: Self.usageQueue)
      timer.setEventHandler { watch.sample() }
      timer.schedule(
        deadline: .now(), repeating: .milliseconds(Self.samplingPause), leeway: .milliseconds(1))
      timers.append(timer)
    }
    for timer in timers { timer.resume() }
  }

  /// The limit for which the worker is being ended, if it is.
  var reached: LimitExceeded? { watch.reached }

  /// Watches no more; from here on the worker is not ended because of this call.
  ///
  /// - Returns: Whether the worker is being ended already.
  @discardableResult
  func cancel() -> Bool {
    for timer in timers { timer.cancel() }
    timers = []
    return watch.end()
  }
}

/// The limits of a call and what it has used of them, on whatever thread.
private final class Watch: Sendable {
  private struct State {
    var isOver = false
    var reached: LimitExceeded?
    /// The processor time that the worker had used before the call.
    var usedBefore: Duration?
  }

  private let attempt: ProcessAttempt
  private let limits: ProcessLimits
  private let forks: Int?
  private let state = Mutex(State())

  init(_ limits: ProcessLimits, of attempt: ProcessAttempt, forks: Int?) {
    self.attempt = attempt
    self.limits = limits
    self.forks = forks
  }

  var reached: LimitExceeded? { state.withLock { $0.reached } }

  func end() -> Bool {
    state.withLock { state in
      state.isOver = true
      return state.reached != nil
    }
  }

  /// Ends the worker, unless it has answered.
  func reached(_ limit: LimitExceeded) {
    state.withLock { state in
      guard !state.isOver else { return }
      state.reached = state.reached ?? limit
      attempt.stop(.limit(limit))
    }
  }

  func sample() {
    guard let group = attempt.group else {
      // A worker that is still being started uses time for its first call.
      return state.withLock { $0.usedBefore = $0.usedBefore ?? .zero }
    }
    let usage = ProcessTable.usage(ofGroup: group, forks: forks)
    let before = state.withLock { state in
      let before = state.usedBefore ?? usage.cpuTime
      state.usedBefore = before
      return before
    }
    if let limit = limits.memory, usage.memory > limit { reached(.memory(limit)) }
    if let limit = limits.cpuTime, usage.cpuTime - before > limit { reached(.cpuTime(limit)) }
  }
}
