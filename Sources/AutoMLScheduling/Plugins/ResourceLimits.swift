/// Bounds the time, the processor time and the memory of each call of a task.
///
/// What reaches a bound is ended with all the processes that it has started, and its work ends
/// with ``LimitExceeded``. The plugin then emits its events, after the task's `done` and before
/// the callbacks of the task's `exception` that were registered later than the plugin. A backend
/// that works in this process refuses the work.
public struct ResourceLimits: TaskPlugin {
  /// What it is called in descriptions.
  public let name = "resource-limits"
  /// The bounds.
  public let limits: ProcessLimits

  /// Sets bounds; nil for none.
  ///
  /// - Parameters:
  ///   - wallTime: The longest time; fractions of a second count.
  ///   - cpuTime: The most processor time of all processes of a call together, noticed to about
  ///     0.02 s.
  ///   - memory: The most memory of all processes of a call together, in bytes: resident, what
  ///     they share counted once; looked at every 0.02 s, less often where that takes long, so that
  ///     a process may hold more for so long.
  /// - Throws: ``SchedulerError/invalidLimit(_:_:)`` for a bound that is not above 0.
  public init(
    wallTime: Duration? = nil, cpuTime: Duration? = nil, memory: Int? = nil
  ) throws(SchedulerError) {
    for (name, time) in [("wallTime", wallTime), ("cpuTime", cpuTime)] {
      if let time, time <= .zero { throw .invalidLimit(name, "\(time)") }
    }
    if let memory, memory <= 0 { throw .invalidLimit("memory", "\(memory)") }
    limits = ProcessLimits(wallTime: wallTime, cpuTime: cpuTime, memory: memory)
  }

  /// The bounds.
  public var details: [String] {
    [
      limits.wallTime.map { "Wall time \($0)" }, limits.cpuTime.map { "CPU time \($0)" },
      limits.memory.map { "Memory \($0) bytes" },
    ].compactMap { $0 }
  }

  /// Adds the four events.
  ///
  /// - Throws: ``SchedulerError/duplicateEvent(_:)`` for a second plugin of the kind.
  public func attach<Input, Output>(
    to task: ScheduledTask<Input, Output>, of scheduler: Scheduler
  ) throws(SchedulerError) {
    let timeout = try task.addEvent(.timeout)
    let wallTime = try task.addEvent(.wallTimeLimitReached)
    let cpuTime = try task.addEvent(.cpuTimeLimitReached)
    let memory = try task.addEvent(.memoryLimitReached)
    task.onException.subscribe(.hidden) { scheduler, failure in
      switch failure.error as? LimitExceeded {
      case .wallTime:
        timeout.emit(failure, on: scheduler)
        wallTime.emit(failure, on: scheduler)
      case .cpuTime:
        timeout.emit(failure, on: scheduler)
        cpuTime.emit(failure, on: scheduler)
      case .memory: memory.emit(failure, on: scheduler)
      case nil: break
      }
    }
  }

  /// Sets the bounds, over those of plugins before it.
  public func preSubmit<Input, Output>(
    _ submission: inout Submission<Input, Output>, of task: ScheduledTask<Input, Output>,
    on scheduler: isolated Scheduler
  ) throws -> Bool {
    let asked = submission.options.limits
    submission.options.limits = ProcessLimits(
      wallTime: limits.wallTime ?? asked.wallTime, cpuTime: limits.cpuTime ?? asked.cpuTime,
      memory: limits.memory ?? asked.memory)
    return true
  }
}

extension TaskEvent where Payload == WorkFailure {
  /// Work reached a bound of ``ResourceLimits`` in time; the event that names it comes next.
  public static var timeout: Self { Self("timeout") }
  /// Work took longer than ``ResourceLimits`` allows.
  public static var wallTimeLimitReached: Self { Self("wall-time-limit-reached") }
  /// Work used more processor time than ``ResourceLimits`` allows.
  public static var cpuTimeLimitReached: Self { Self("cpu-time-limit-reached") }
  /// Work held more memory than ``ResourceLimits`` allows.
  public static var memoryLimitReached: Self { Self("memory-limit-reached") }
}
