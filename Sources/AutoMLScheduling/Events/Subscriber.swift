/// What somebody does when an event is emitted.
///
/// Runs on the scheduler, one callback at a time, and may submit, cancel and stop without waiting.
/// What it throws keeps the later callbacks of the same emission from being called and then
/// follows the run's ``ExceptionPolicy``.
public typealias Callback<Payload> = @Sendable (isolated Scheduler, Payload) throws -> Void

/// One event of a scheduler or of a task: registers callbacks and counts emissions.
///
/// Callbacks are called in the order in which they were registered; one that is registered during
/// an emission takes part in it. Registering is safe from any thread.
public final class Subscriber<Payload: Sendable>: Sendable {
  /// What is subscribed to.
  public let event: Event<Payload>
  let table = CallbackTable()

  /// Makes an event to subscribe to; for plugins that bring their own.
  public init(_ event: Event<Payload>) { self.event = event }

  /// How often the event was emitted.
  public var count: Int { table.summary(of: event.name).count }

  /// Registers a callback for every emission.
  ///
  /// - Parameter label: What the callback is called in descriptions; where it stands, by default.
  public func callAsFunction(
    label: String? = nil, fileID: StaticString = #fileID, line: UInt = #line,
    _ callback: @escaping Callback<Payload>
  ) {
    register(callback, .plain, label ?? Self.place(fileID, line))
  }

  /// Registers a callback that answers to some of the emissions; see ``CallbackControls``.
  ///
  /// - Throws: ``SchedulerError/invalidControl(_:_:)`` when `repeat` or `every` is below 1.
  public func callAsFunction(
    repeat repeatCount: Int = 1, maxCalls: Int? = nil, when: (@Sendable () -> Bool)? = nil,
    every: Int = 1, hidden: Bool = false, label: String? = nil,
    fileID: StaticString = #fileID, line: UInt = #line, _ callback: @escaping Callback<Payload>
  ) throws(SchedulerError) {
    let controls = try CallbackControls(
      repeatCount: repeatCount, maxCalls: maxCalls, when: when, every: every, isHidden: hidden)
    register(callback, controls, label ?? Self.place(fileID, line))
  }

  /// Registers a callback under controls that were made before.
  public func subscribe(
    _ controls: CallbackControls, label: String? = nil, fileID: StaticString = #fileID,
    line: UInt = #line, _ callback: @escaping Callback<Payload>
  ) {
    register(callback, controls, label ?? Self.place(fileID, line))
  }

  /// Emits the event: counts it and calls who subscribed.
  ///
  /// Nothing is thrown: an error of a callback follows the run's policy.
  /// - Parameter payload: Made only when somebody listens.
  public func emit(_ payload: @autoclosure () -> Payload, on scheduler: isolated Scheduler) {
    _ = emitted(payload(), on: scheduler)
  }

  /// Emits the event.
  ///
  /// - Returns: Whether no callback threw.
  func emitted(
    _ payload: @autoclosure () -> Payload, on scheduler: isolated Scheduler
  ) -> Bool {
    guard table.countEmission() else { return true }
    do {
      try withUnsafePointer(to: payload()) { try table.call(scheduler, UnsafeRawPointer($0)) }
      return true
    } catch {
      scheduler.callbackFailed(error)
      return false
    }
  }

  private func register(
    _ callback: @escaping Callback<Payload>, _ controls: CallbackControls, _ label: String
  ) {
    table.append(controls, label: label) { scheduler, payload in
      // Nothing but `emit` calls it, which passes a pointer to a `Payload`.
      try callback(scheduler, payload.assumingMemoryBound(to: Payload.self).pointee)
    }
  }

  private static func place(_ fileID: StaticString, _ line: UInt) -> String {
    "callback at \(fileID):\(line)"
  }
}

extension Subscriber where Payload == Void {
  /// Registers a callback for every emission of an event that tells nothing but its name.
  public func callAsFunction(
    label: String? = nil, fileID: StaticString = #fileID, line: UInt = #line,
    _ callback: @escaping @Sendable (isolated Scheduler) throws -> Void
  ) {
    register({ scheduler, _ in try callback(scheduler) }, .plain, label ?? Self.place(fileID, line))
  }

  /// Registers a callback that answers to some of the emissions; see ``CallbackControls``.
  ///
  /// - Throws: ``SchedulerError/invalidControl(_:_:)`` when `repeat` or `every` is below 1.
  public func callAsFunction(
    repeat repeatCount: Int = 1, maxCalls: Int? = nil, when: (@Sendable () -> Bool)? = nil,
    every: Int = 1, hidden: Bool = false, label: String? = nil,
    fileID: StaticString = #fileID, line: UInt = #line,
    _ callback: @escaping @Sendable (isolated Scheduler) throws -> Void
  ) throws(SchedulerError) {
    let controls = try CallbackControls(
      repeatCount: repeatCount, maxCalls: maxCalls, when: when, every: every, isHidden: hidden)
    register(
      { scheduler, _ in try callback(scheduler) }, controls, label ?? Self.place(fileID, line))
  }
}
