public import AutoMLScheduling

/// Writes down the names of a scheduler's events in the order in which they are emitted.
///
/// `S.start` is the scheduler's on_start, `T.done` a task's on-done.
public final class EventLog: Sendable {
  private let notes = Sightings<String>()

  /// Listens to every event of a scheduler from now on.
  public init(_ scheduler: Scheduler) {
    follow(scheduler.onStart, "S")
    follow(scheduler.onEmpty, "S")
    follow(scheduler.onTimeout, "S")
    follow(scheduler.onStop, "S")
    follow(scheduler.onFinishing, "S")
    follow(scheduler.onFinished, "S")
    follow(scheduler.onFutureSubmitted, "S")
    follow(scheduler.onFutureDone, "S")
    follow(scheduler.onFutureResult, "S")
    follow(scheduler.onFutureException, "S")
    follow(scheduler.onFutureCancelled, "S")
  }

  /// Listens to every event of a task as well; not to those of its plugins.
  public func follow<Input, Output>(
    _ task: ScheduledTask<Input, Output>, as prefix: String = "T"
  ) {
    follow(task.onSubmitted, prefix)
    follow(task.onDone, prefix)
    follow(task.onResult, prefix)
    follow(task.onException, prefix)
    follow(task.onCancelled, prefix)
  }

  /// Listens to one event as well.
  public func follow<Payload>(_ subscriber: Subscriber<Payload>, _ prefix: String) {
    let name = "\(prefix).\(subscriber.event.name.trimmingOn)"
    subscriber.subscribe(.hidden, label: name) { [notes] _, _ in notes.add(name) }
  }

  /// Listens to an event of one of a task's plugins as well.
  ///
  /// - Throws: ``SchedulerError/unknownEvent(_:known:)``.
  public func follow<Input, Output, Payload>(
    _ event: TaskEvent<Input, Output, Payload>, of task: ScheduledTask<Input, Output>,
    as prefix: String = "P"
  ) throws(SchedulerError) {
    let name = "\(prefix).\(event.event.name.trimmingOn)"
    try task.on(event, controls: .hidden, label: name) { [notes] _, _ in notes.add(name) }
  }

  /// The names so far.
  public var names: [String] { notes.all }

  /// The names so far in one line, as in the tables of expected orders.
  public var line: String { names.joined(separator: " ") }
}

extension String {
  /// The name of an event without its "on".
  fileprivate var trimmingOn: String {
    hasPrefix("on_") || hasPrefix("on-") ? String(dropFirst(3)) : self
  }
}

extension EventCounts {
  /// The counts without the events that somebody listens to and that were never emitted.
  public var emitted: EventCounts { EventCounts(byName.filter { $0.value > 0 }) }
}
