import Synchronization

/// Limits how often a task is submitted, how much of its work there is at once, and beside what.
///
/// The three limits are checked in the order of the initializer; the first that is reached emits
/// its event and refuses. Only accepted submissions count. Given to several tasks, it counts them
/// together.
public final class Limiter: TaskPlugin {
  private struct Counts {
    var calls = 0
    /// The work that was counted in and has not ended.
    var running: Set<CountedWork> = []
  }

  private struct CountedWork: Hashable {
    let task: ObjectIdentifier
    let work: WorkReference
  }

  /// What it is called in descriptions.
  public let name = "limiter"
  private let maxCalls: Int?
  private let maxConcurrent: Int?
  private let others: [any WatchedTask]
  private let counts = Mutex(Counts())

  /// Sets limits.
  ///
  /// - Parameters:
  ///   - maxCalls: How often the task may be submitted, over all runs.
  ///   - maxConcurrent: How much of the task's work may be waiting or being done.
  ///   - notWhileRunning: Tasks of which no work may be waiting or being done.
  /// - Throws: ``SchedulerError/invalidLimit(_:_:)`` for a limit below 1.
  public init(
    maxCalls: Int? = nil, maxConcurrent: Int? = nil, notWhileRunning: [any WatchedTask] = []
  ) throws(SchedulerError) {
    if let maxCalls, maxCalls < 1 { throw .invalidLimit("maxCalls", "\(maxCalls)") }
    if let maxConcurrent, maxConcurrent < 1 {
      throw .invalidLimit("maxConcurrent", "\(maxConcurrent)")
    }
    self.maxCalls = maxCalls
    self.maxConcurrent = maxConcurrent
    others = notWhileRunning
  }

  /// How far each limit is reached.
  public var details: [String] {
    let counts = counts.withLock { $0 }
    return [
      maxCalls.map { "Calls \(counts.calls)/\($0)" },
      maxConcurrent.map { "Concurrent \(counts.running.count)/\($0)" },
      others.isEmpty ? nil : "Not while \(others.map(\.name).joined(separator: ", "))",
    ].compactMap { $0 }
  }

  /// Adds the three events.
  ///
  /// - Throws: ``SchedulerError/limiterNamesItsOwnTask(_:)``;
  ///   ``SchedulerError/duplicateEvent(_:)`` for a second limiter of one task.
  public func attach<Input, Output>(
    to task: ScheduledTask<Input, Output>, of scheduler: Scheduler
  ) throws(SchedulerError) {
    if others.contains(where: { $0 === task }) { throw .limiterNamesItsOwnTask(task.name) }
    _ = try task.addEvent(.callLimitReached)
    _ = try task.addEvent(.concurrentLimitReached)
    _ = try task.addEvent(.disabledDueToRunningTask)
    // The first callbacks of these events, so that every other one finds the count lowered.
    let id = ObjectIdentifier(task)
    for ended in [task.onDone, task.onCancelled] {
      ended.subscribe(.hidden) { [self] _, work in
        _ = counts.withLock { $0.running.remove(CountedWork(task: id, work: work)) }
      }
    }
  }

  /// Refuses when a limit is reached.
  public func preSubmit<Input, Output>(
    _ submission: inout Submission<Input, Output>, of task: ScheduledTask<Input, Output>,
    on scheduler: isolated Scheduler
  ) throws -> Bool {
    let (calls, running) = counts.withLock { ($0.calls, $0.running.count) }
    let refused = RefusedSubmission(task: task, input: submission.input)
    if let maxCalls, calls >= maxCalls {
      task.emit(.callLimitReached, refused, on: scheduler)
      return false
    }
    if let maxConcurrent, running >= maxConcurrent {
      task.emit(.concurrentLimitReached, refused, on: scheduler)
      return false
    }
    if let other = others.first(where: \.isRunning) {
      task.emit(
        .disabledDueToRunningTask, DisabledSubmission(runningTask: other, refused: refused),
        on: scheduler)
      return false
    }
    let id = ObjectIdentifier(task)
    submission.whenAccepted.append { [self] _, work in
      counts.withLock { counts in
        counts.calls += 1
        counts.running.insert(CountedWork(task: id, work: work))
      }
    }
    return true
  }
}

/// A task of which others want to know whether it is running.
public protocol WatchedTask: AnyObject, Sendable {
  /// What it is called in messages.
  var name: String { get }
  /// Whether any of its work is waiting or being done.
  var isRunning: Bool { get }
}

extension ScheduledTask: WatchedTask {}

/// A submission that a ``Limiter`` refused.
public struct RefusedSubmission<Input: Sendable, Output: Sendable>: Sendable {
  /// The task.
  public let task: ScheduledTask<Input, Output>
  /// What it was submitted with.
  public let input: Input
}

/// A submission that a ``Limiter`` refused because another task was running.
public struct DisabledSubmission<Input: Sendable, Output: Sendable>: Sendable {
  /// The task that was running.
  public let runningTask: any WatchedTask
  /// What was refused.
  public let refused: RefusedSubmission<Input, Output>
}

extension TaskEvent where Payload == RefusedSubmission<Input, Output> {
  /// A ``Limiter`` refused because the task has been submitted often enough.
  public static var callLimitReached: Self { Self("call-limit-reached") }
  /// A ``Limiter`` refused because enough of the task's work is waiting or being done.
  public static var concurrentLimitReached: Self { Self("concurrent-limit-reached") }
}

extension TaskEvent where Payload == DisabledSubmission<Input, Output> {
  /// A ``Limiter`` refused because another task was running.
  public static var disabledDueToRunningTask: Self { Self("disabled-due-to-running-task") }
}
