import Synchronization

/// One function on one scheduler, with events of its own and plugins that watch over it.
///
/// Named so because Swift has a `Task` already. Made by ``Scheduler/task(_:plugins:)``.
public final class ScheduledTask<Input: Sendable, Output: Sendable>: Sendable {
  /// Emitted for each accepted submission.
  public let onSubmitted = Subscriber(
    TaskEvent<Input, Output, TaskSubmission<Input>>.submitted.event)
  /// Emitted for work that ended with a result or an error.
  public let onDone = Subscriber(
    TaskEvent<Input, Output, WorkReference>.done.event)
  /// Emitted for each result.
  public let onResult = Subscriber(
    TaskEvent<Input, Output, TaskResult<Output>>.result.event)
  /// Emitted for each error.
  public let onException = Subscriber(
    TaskEvent<Input, Output, WorkFailure>.exception.event)
  /// Emitted for cancelled work, instead of ``onDone``.
  public let onCancelled = Subscriber(
    TaskEvent<Input, Output, WorkReference>.cancelled.event)

  /// What is computed.
  public let function: Function<Input, Output>
  /// What of the function can be computed elsewhere; at hand, because every submission needs it.
  private let callee: (any Callee)?
  /// The number of the scheduler on which it is computed.
  let schedulerNumber: Int
  private let state = Mutex(State())

  private struct State {
    var works: Set<WorkReference> = []
    var plugins: [any TaskPlugin] = []
    var pluginEvents: [any AnySubscriber] = []
  }

  init(
    _ function: Function<Input, Output>, plugins: [any TaskPlugin], scheduler: Scheduler
  ) throws(SchedulerError) {
    self.function = function
    callee = function.portable
    schedulerNumber = scheduler.number
    for plugin in plugins { try attach(plugin, of: scheduler) }
  }

  /// Who watches over the submissions, in the order in which they are asked.
  public var plugins: [any TaskPlugin] { state.withLock { $0.plugins } }

  func attach(_ plugin: any TaskPlugin, of scheduler: Scheduler) throws(SchedulerError) {
    try plugin.attach(to: self, of: scheduler)
    state.withLock { $0.plugins.append(plugin) }
  }

  /// What the task is called in messages: the name of its function.
  public var name: String { function.name }

  /// The task's work that is waiting or being done, in the order of submission.
  ///
  /// In the scheduler's events of its end a piece of work is still in it, in the task's it is not.
  public var queue: [WorkReference] { state.withLock { $0.works }.sorted { $0.id < $1.id } }

  /// How much of the task's work is waiting or being done.
  public var queueSize: Int { state.withLock { $0.works.count } }

  /// Whether any of the task's work is waiting or being done.
  public var isRunning: Bool { queueSize > 0 }

  /// How often each of the task's events was emitted, over all runs.
  public var eventCounts: EventCounts {
    var counts = EventCounts()
    for subscriber in subscribers { counts.add(subscriber) }
    return counts
  }

  /// Submits work, unless a plugin refuses.
  ///
  /// - Parameter scheduler: Where the caller runs, which must be the task's own scheduler.
  /// - Returns: The work, or nil when a plugin refused it.
  /// - Throws: ``SchedulerError/notRunning`` outside a run and after it was asked to stop;
  ///   ``SchedulerError/foreignTask(_:)``; what a plugin throws.
  @discardableResult
  public func submit(
    _ input: Input, on scheduler: isolated Scheduler = #isolation
  ) throws -> SubmittedWork<Output>? {
    guard scheduler.number == schedulerNumber else { throw SchedulerError.foreignTask(name) }
    guard scheduler.phase == .running, scheduler.run.acceptsWork else {
      throw SchedulerError.notRunning
    }
    let plugins = plugins
    if plugins.isEmpty {
      return try scheduler.accept(name: name, owner: self) {
        work($0, input, isElsewhere: scheduler.loopBackend != nil)
      } accepted: {
        work, _ in
        accepted(work)
      } announced: { work, scheduler in
        onSubmitted.emit(TaskSubmission(work: work, input: input), on: scheduler)
      }.submitted(to: scheduler)
    }
    var submission = Submission(input: input, body: function.body)
    for plugin in plugins {
      guard try plugin.preSubmit(&submission, of: self, on: scheduler) else { return nil }
    }
    let (body, input) = (submission.body, submission.input)
    return try scheduler.accept(name: name, owner: self) {
      ComputeWork(
        reference: $0, body: { try await body(input) }, call: function.call(input),
        options: submission.options)
    } accepted: { work, scheduler in
      // Before any callback, which may submit again: the limits hold there too.
      accepted(work)
      for accepted in submission.whenAccepted { accepted(scheduler, work) }
    } announced: { work, scheduler in
      onSubmitted.emit(TaskSubmission(work: work, input: input), on: scheduler)
    }.submitted(to: scheduler)
  }

  /// A piece of work, without the closure when it is surely computed elsewhere.
  private func work(
    _ reference: WorkReference, _ input: Input, isElsewhere: Bool
  ) -> ComputeWork {
    let call = callee.map { FunctionCall(callee: $0, boxedInput: input) }
    if isElsewhere, let call { return ComputeWork(reference: reference, call: call) }
    let body = function.body
    return ComputeWork(reference: reference, body: { try await body(input) }, call: call)
  }

  private func accepted(_ work: WorkReference) {
    state.withLock { _ = $0.works.insert(work) }
  }

  /// Registers a callback for an event of the task, or of one of its plugins.
  ///
  /// - Throws: ``SchedulerError/unknownEvent(_:known:)`` when neither emits it;
  ///   ``SchedulerError/wrongPayload(_:expected:)``.
  public func on<Payload>(
    _ event: TaskEvent<Input, Output, Payload>, controls: CallbackControls = .plain,
    label: String? = nil, fileID: StaticString = #fileID, line: UInt = #line,
    _ callback: @escaping Callback<Payload>
  ) throws(SchedulerError) {
    try subscribers.find(event.event)
      .subscribe(controls, label: label, fileID: fileID, line: line, callback)
  }

  /// Adds an event; for plugins, while they are attached.
  ///
  /// - Throws: ``SchedulerError/duplicateEvent(_:)``.
  public func addEvent<Payload>(
    _ event: TaskEvent<Input, Output, Payload>
  ) throws(SchedulerError) -> Subscriber<Payload> {
    guard !subscribers.contains(where: { $0.eventName == event.event.name }) else {
      throw .duplicateEvent(event.event.name)
    }
    let subscriber = Subscriber(event.event)
    state.withLock { $0.pluginEvents.append(subscriber) }
    return subscriber
  }

  /// Emits an event that a plugin has added; the task's own are emitted by the scheduler.
  public func emit<Payload>(
    _ event: TaskEvent<Input, Output, Payload>, _ payload: Payload,
    on scheduler: isolated Scheduler
  ) {
    _ = emitted(event, payload, on: scheduler)
  }

  /// Emits an event that a plugin has added.
  ///
  /// - Returns: Whether no callback threw.
  func emitted<Payload>(
    _ event: TaskEvent<Input, Output, Payload>, _ payload: Payload,
    on scheduler: isolated Scheduler
  ) -> Bool {
    let found = state.withLock { $0.pluginEvents }.first { $0.eventName == event.event.name }
    return (found as? Subscriber<Payload>)?.emitted(payload, on: scheduler) ?? true
  }

  var subscribers: [any AnySubscriber] {
    [onSubmitted, onDone, onResult, onException, onCancelled] + state.withLock { $0.pluginEvents }
  }
}

/// How a piece of work ended.
enum WorkEnd {
  case result(any Sendable)
  case exception(any Error)
  case cancelled
}

/// A task whatever it computes.
protocol AnyScheduledTask: Sendable {
  func workEnded(_ work: WorkReference, _ end: WorkEnd, on scheduler: isolated Scheduler)
  var name: String { get }
  var queueSize: Int { get }
  var plugins: [any TaskPlugin] { get }
  var subscribers: [any AnySubscriber] { get }
}

extension ScheduledTask: AnyScheduledTask {
  /// Emits the task's events of an end.
  func workEnded(_ work: WorkReference, _ end: WorkEnd, on scheduler: isolated Scheduler) {
    state.withLock { _ = $0.works.remove(work) }
    switch end {
    case .result(let value):
      onDone.emit(work, on: scheduler)
      if let value = value as? Output {
        onResult.emit(TaskResult(work: work, value: value), on: scheduler)
      }
    case .exception(let error):
      onDone.emit(work, on: scheduler)
      onException.emit(WorkFailure(work: work, error: error), on: scheduler)
    case .cancelled: onCancelled.emit(work, on: scheduler)
    }
  }
}

extension Scheduler {
  /// Makes a task of a function.
  ///
  /// - Parameter plugins: Who watches over its submissions, in the order in which they are asked.
  /// - Throws: ``SchedulerError/duplicateEvent(_:)`` and what else a plugin refuses.
  public nonisolated func task<Input: Sendable, Output: Sendable>(
    _ function: Function<Input, Output>, plugins: [any TaskPlugin] = []
  ) throws(SchedulerError) -> ScheduledTask<Input, Output> {
    let task = try ScheduledTask(function, plugins: plugins, scheduler: self)
    tasks.withLock { $0.append(task) }
    return task
  }

  /// Submits work to a task, unless a plugin refuses; for code outside the scheduler's callbacks.
  ///
  /// - Returns: The work, or nil when a plugin refused it.
  /// - Throws: as ``ScheduledTask/submit(_:on:)``.
  @discardableResult
  public func submit<Input: Sendable, Output: Sendable>(
    _ task: ScheduledTask<Input, Output>, _ input: Input
  ) throws -> SubmittedWork<Output>? {
    try task.submit(input)
  }

  /// Has another plugin watch over a task's submissions from now on, after those that are there.
  ///
  /// - Throws: ``SchedulerError/foreignTask(_:)``; what the plugin refuses.
  public nonisolated func attach<Input: Sendable, Output: Sendable>(
    _ plugin: any TaskPlugin, to task: ScheduledTask<Input, Output>
  ) throws(SchedulerError) {
    guard task.schedulerNumber == number else { throw .foreignTask(task.name) }
    try task.attach(plugin, of: self)
  }

  /// Makes a task of a closure, which only backends of this process can compute.
  ///
  /// - Throws: as ``task(_:plugins:)``.
  public nonisolated func task<Input: Sendable, Output: Sendable>(
    _ name: String, plugins: [any TaskPlugin] = [],
    _ body: @escaping @Sendable @concurrent (Input) async throws -> Output
  ) throws(SchedulerError) -> ScheduledTask<Input, Output> {
    try task(Function(name: name, portable: nil, body: body), plugins: plugins)
  }
}
