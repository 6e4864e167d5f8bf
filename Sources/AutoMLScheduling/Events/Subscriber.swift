import Synchronization

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
  private struct Handler {
    let callback: Callback<Payload>
    let controls: CallbackControls
    let label: String
    var counter = CallbackCounter()
  }

  private struct State {
    var count = 0
    var handlers: [Handler] = []
  }

  /// What is subscribed to.
  public let event: Event<Payload>
  private let state = Mutex(State())

  /// Makes an event to subscribe to; for plugins that bring their own.
  public init(_ event: Event<Payload>) { self.event = event }

  /// How often the event was emitted.
  public var count: Int { state.withLock { $0.count } }

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
  public func emit(_ payload: Payload, on scheduler: isolated Scheduler) {
    _ = emitted(payload, on: scheduler)
  }

  /// Emits the event.
  ///
  /// - Returns: Whether no callback threw.
  func emitted(_ payload: Payload, on scheduler: isolated Scheduler) -> Bool {
    state.withLock { $0.count += 1 }
    var index = 0
    do {
      while let (callback, times) = next(&index) {
        for _ in 0..<times { try callback(scheduler, payload) }
      }
      return true
    } catch {
      scheduler.callbackFailed(error)
      return false
    }
  }

  /// The callback to be called next, and how often.
  private func next(_ index: inout Int) -> (callback: Callback<Payload>, times: Int)? {
    while true {
      let place = index
      index += 1
      // `when` is somebody else's code and is asked outside the lock.
      let found = state.withLock { state -> (Handler, Bool)? in
        guard place < state.handlers.count else { return nil }
        let isDue = state.handlers[place].counter.emitted(state.handlers[place].controls)
        return (state.handlers[place], isDue)
      }
      guard let (handler, isDue) = found else { return nil }
      guard isDue, handler.controls.when?() ?? true else { continue }
      let times = state.withLock { $0.handlers[place].counter.called(handler.controls) }
      if times > 0 { return (handler.callback, times) }
    }
  }

  private func register(
    _ callback: @escaping Callback<Payload>, _ controls: CallbackControls, _ label: String
  ) {
    state.withLock {
      $0.handlers.append(Handler(callback: callback, controls: controls, label: label))
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

/// A subscriber whatever its payload is.
protocol AnySubscriber: Sendable {
  /// What descriptions and counts need to know.
  var summary: EventSummary { get }
  /// What is subscribed to.
  var eventName: String { get }
  /// What subscribers are told.
  var payloadType: Any.Type { get }
}

/// How often an event was emitted, and who listens to it.
public struct EventSummary: Hashable, Sendable {
  /// One callback that is not hidden.
  public struct CallbackSummary: Hashable, Sendable {
    /// What it is called.
    public let label: String
    /// How often it was called; a group of repetitions counts once.
    public let calls: Int
  }

  /// The event's name.
  public let event: String
  /// How often it was emitted.
  public let count: Int
  /// Who listens to it and is not hidden, in the order of the calls.
  public let callbacks: [CallbackSummary]
  /// Whether anybody listens, hidden or not.
  public let hasCallbacks: Bool
}

extension Subscriber: AnySubscriber {
  var eventName: String { event.name }
  var payloadType: Any.Type { Payload.self }

  var summary: EventSummary {
    state.withLock { state in
      EventSummary(
        event: event.name, count: state.count,
        callbacks: state.handlers.filter { !$0.controls.isHidden }
          .map { .init(label: $0.label, calls: $0.counter.calls) },
        hasCallbacks: !state.handlers.isEmpty)
    }
  }
}
