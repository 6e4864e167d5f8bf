import Dispatch
import Synchronization

/// Watches over limits, and ends a process with its group when it reaches one.
///
/// On threads of its own: those of Swift are few and may all be busy when a limit is reached.
final class LimitWatch {
  private static let clockQueue = DispatchQueue(label: "automl.limits", qos: .userInteractive)
  private static let usageQueue = DispatchQueue(label: "automl.usage", qos: .userInteractive)
  /// How long what a process uses may go unseen, in milliseconds.
  private static let samplingPause = 20

  private let watch: Watch
  private let timers: [any DispatchSourceTimer]

  /// Begins to watch over all limits of an attempt's command; nil when it has none.
  static func of(_ attempt: ProcessAttempt) -> LimitWatch? {
    let command = attempt.command
    if command.limits.isEmpty, command.timeLimit == nil { return nil }
    return LimitWatch(command.limits, timeLimit: command.timeLimit, of: attempt)
  }

  /// Begins to watch; time counts from now.
  ///
  /// - Parameter timeLimit: When the process is asked to end, rather than killed.
  init(_ limits: ProcessLimits, timeLimit: Duration? = nil, of attempt: ProcessAttempt) {
    let watch = Watch(limits, of: attempt)
    self.watch = watch
    var timers: [any DispatchSourceTimer] = []
    if let timeLimit { timers.append(Self.timer(timeLimit) { attempt.stop(.timeUp) }) }
    if let limit = limits.wallTime {
      timers.append(Self.timer(limit) { watch.reached(.wallTime(limit)) })
    }
    if limits.cpuTime != nil || limits.memory != nil {
      let timer = DispatchSource.makeTimerSource(flags: .strict, queue: Self.usageQueue)
      timer.setEventHandler { watch.sample() }
      timer.schedule(
        deadline: .now(), repeating: .milliseconds(Self.samplingPause), leeway: .milliseconds(1))
      timers.append(timer)
    }
    self.timers = timers
    for timer in timers { timer.resume() }
  }

  private static func timer(
    _ limit: Duration, _ reached: @escaping @Sendable () -> Void
  ) -> any DispatchSourceTimer {
    let timer = DispatchSource.makeTimerSource(flags: .strict, queue: clockQueue)
    timer.setEventHandler { reached() }
    timer.schedule(deadline: .now() + limit.dispatchInterval, leeway: .nanoseconds(0))
    return timer
  }

  /// The limit for which the process is being ended, if it is.
  var reached: LimitExceeded? { watch.reached }

  /// Watches no more; from here on the process is not ended because of these limits.
  ///
  /// - Returns: Whether the process is being ended already.
  @discardableResult
  func cancel() -> Bool {
    for timer in timers { timer.cancel() }
    return watch.end()
  }
}

/// The limits and what has been used of them, on whatever thread.
private final class Watch: Sendable {
  private struct State {
    var isOver = false
    var reached: LimitExceeded?
    /// The processor time that the process had used before.
    var usedBefore: Duration?
    var younger: YoungerProcesses?
    /// When memory may be looked at page by page again.
    var nextExactLook = ContinuousClock.now
  }

  /// How many times as long as a look at the pages takes there is none afterwards: it holds up the
  /// process that is looked at, and all others that are watched.
  private static let pauseAfterExactLook = 10

  private let attempt: ProcessAttempt
  private let limits: ProcessLimits
  private let state = Mutex(State())

  init(_ limits: ProcessLimits, of attempt: ProcessAttempt) {
    self.attempt = attempt
    self.limits = limits
  }

  var reached: LimitExceeded? { state.withLock { $0.reached } }

  func end() -> Bool {
    state.withLock { state in
      state.isOver = true
      return state.reached != nil
    }
  }

  /// Ends the process, unless nobody watches any more.
  func reached(_ limit: LimitExceeded) {
    state.withLock { state in
      guard !state.isOver else { return }
      state.reached = state.reached ?? limit
      attempt.stop(.limit(limit))
    }
  }

  func sample() {
    guard let leader = attempt.leader else {
      // A process that is still being started uses its time for what is watched.
      return state.withLock { $0.usedBefore = $0.usedBefore ?? .zero }
    }
    let (usage, before) = state.withLock { state in
      var younger = state.younger ?? YoungerProcesses(than: leader)
      let usage = ProcessTable.usage(ofGroup: leader.process, among: &younger)
      state.younger = younger
      let before = state.usedBefore ?? usage.cpuTime
      state.usedBefore = before
      return (usage, before)
    }
    // The sum, which is cheap, may count shared pages many times, but leaves none out.
    if let limit = limits.memory, usage.memory > limit, holdsMore(than: limit, usage) {
      reached(.memory(limit))
    }
    if let limit = limits.cpuTime, usage.cpuTime - before > limit { reached(.cpuTime(limit)) }
  }

  /// Whether processes hold more memory than a limit when each counts its part of what is shared.
  private func holdsMore(than limit: Int, _ usage: ProcessUsage) -> Bool {
    let begin = ContinuousClock.now
    guard state.withLock({ begin >= $0.nextExactLook }) else { return false }
    let memory = ProcessTable.proportionalMemory(of: usage.processes)
    let end = ContinuousClock.now
    state.withLock { $0.nextExactLook = end + (end - begin) * Self.pauseAfterExactLook }
    return memory > limit
  }
}
