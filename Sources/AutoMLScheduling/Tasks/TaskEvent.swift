/// The name of something that happens to the work of a task, with the types of the task.
///
/// The names of the events that every task has are those of the AutoML-toolkit, and so are those of
/// ``Limiter`` and ``Messaging``; ``ResourceLimits`` has names of its own. A plugin adds its events
/// in an extension, with the payload that it tells;
/// ``ScheduledTask/on(_:controls:label:fileID:line:_:)`` then knows them by their leading dot.
public struct TaskEvent<Input: Sendable, Output: Sendable, Payload: Sendable>: Hashable, Sendable {
  /// The event below.
  public let event: Event<Payload>

  /// Names an event; for plugins that bring their own.
  public init(_ name: String) { event = Event(name) }
}

extension TaskEvent where Payload == TaskSubmission<Input> {
  /// The task's work was submitted, after the plugins have changed its input.
  public static var submitted: Self { Self("on-submitted") }
}

extension TaskEvent where Payload == WorkReference {
  /// Work ended with a result or an error.
  public static var done: Self { Self("on-done") }
  /// Work was cancelled; ``done`` is not emitted for it.
  public static var cancelled: Self { Self("on-cancelled") }
}

extension TaskEvent where Payload == TaskResult<Output> {
  /// Work ended with a result; comes right after ``done``.
  public static var result: Self { Self("on-result") }
}

extension TaskEvent where Payload == WorkFailure {
  /// Work ended with an error; comes right after ``done``.
  public static var exception: Self { Self("on-exception") }
}

/// A piece of a task's work and the input it was submitted with.
public struct TaskSubmission<Input: Sendable>: Sendable {
  /// The work.
  public let work: WorkReference
  /// Its input, as the plugins left it.
  public let input: Input
}

/// A piece of a task's work and what it gave.
public struct TaskResult<Output: Sendable>: Sendable {
  /// The work.
  public let work: WorkReference
  /// Its result.
  public let value: Output
}
