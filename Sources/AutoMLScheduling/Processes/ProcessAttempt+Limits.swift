import Dispatch

extension ProcessAttempt {
  /// How long what a process uses may go unseen, in milliseconds.
  private static let samplingPause = 20

  // Threads of their own: Swift's are few and may all be busy with work when a limit is reached.
  // The processes are looked at beside the clock, so that many of them do not delay it.
  private static let clockQueue = DispatchQueue(label: "automl.limits", qos: .userInteractive)
  private static let usageQueue = DispatchQueue(label: "automl.usage", qos: .userInteractive)

  /// Stops the attempt when it reaches one of the command's limits, counted from now on.
  ///
  /// - Returns: What watches; to be cancelled when the leader has ended.
  func watchLimits() -> LimitWatch {
    var watch = watch(command.limits)
    if let limit = command.timeLimit { watch.timers.append(timer(limit, .timeUp)) }
    return watch
  }

  /// Stops the attempt when it reaches one of some limits, counted from now on.
  ///
  /// - Returns: What watches; to be cancelled when the limits hold no more.
  func watch(_ limits: ProcessLimits) -> LimitWatch {
    var timers: [any DispatchSourceTimer] = []
    if let limit = limits.wallTime { timers.append(timer(limit, .limit(.wallTime(limit)))) }
    if limits.cpuTime != nil || limits.memory != nil { timers.append(usageTimer(limits)) }
    return LimitWatch(timers: timers)
  }

  private func timer(_ limit: Duration, _ reason: StopReason) -> any DispatchSourceTimer {
    let timer = DispatchSource.makeTimerSource(flags: .strict, queue: Self.clockQueue)
    timer.setEventHandler { [self] in stop(reason) }
    timer.schedule(deadline: .now() + limit.dispatchInterval, leeway: .nanoseconds(0))
    timer.resume()
    return timer
  }

  /// Looks again and again at what the processes of the group use together.
  private func usageTimer(_ limits: ProcessLimits) -> any DispatchSourceTimer {
    let forks = ProcessTable.forks
    // A process that has done other work before has used time for that.
    let before = group.map { ProcessTable.usage(ofGroup: $0, forks: forks).cpuTime } ?? .zero
    let timer = DispatchSource.makeTimerSource(flags: .strict, queue: Self.usageQueue)
    let pause = DispatchTimeInterval.milliseconds(Self.samplingPause)
    timer.setEventHandler { [self] in check(limits, timeBefore: before, forks: forks) }
    timer.schedule(deadline: .now() + pause, repeating: pause, leeway: .milliseconds(1))
    timer.resume()
    return timer
  }

  private func check(_ limits: ProcessLimits, timeBefore: Duration, forks: Int?) {
    guard let group else { return }
    let usage = ProcessTable.usage(ofGroup: group, forks: forks)
    if let limit = limits.memory, usage.memory > limit { stop(.limit(.memory(limit))) }
    if let limit = limits.cpuTime, usage.cpuTime - timeBefore > limit {
      stop(.limit(.cpuTime(limit)))
    }
  }
}

/// The timers behind the limits of an attempt.
struct LimitWatch {
  fileprivate var timers: [any DispatchSourceTimer]

  /// Watches no more.
  func cancel() {
    for timer in timers { timer.cancel() }
  }
}

extension Duration {
  /// The same time for a timer, 292 years at most.
  fileprivate var dispatchInterval: DispatchTimeInterval {
    let (seconds, attoseconds) = components
    let (nanoseconds, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    let (sum, carry) = nanoseconds.addingReportingOverflow(attoseconds / 1_000_000_000)
    return overflow || carry ? .never : .nanoseconds(Int(sum))
  }
}
