public import Logging
import Synchronization

/// Runs submitted work on a backend and tells subscribers what happens.
///
/// Callbacks run on the scheduler, one at a time, in the order in which they were registered, and
/// may submit, cancel and stop without waiting. A step of the scheduler, such as the end of a
/// piece of work, is over when all callbacks of all its events have been called; only then is a
/// stop that one of them asked for announced, and work that they submitted begun. The order of
/// events is that of the AutoML-toolkit's guide: start, submitted, done, result or exception,
/// empty, finishing, finished; for one piece of work, those of the scheduler before those of its
/// task.
public actor Scheduler {
  /// How far a run is.
  enum Phase {
    case idle
    case starting
    case running
    case draining
  }

  /// Emitted when a run has begun and work may be submitted.
  public nonisolated let onStart = Subscriber(.start)
  /// Emitted when nothing is left; submitting in it keeps the run going.
  public nonisolated let onEmpty = Subscriber(.empty)
  /// Emitted for each submission, within the call of `submit`.
  public nonisolated let onFutureSubmitted = Subscriber(.futureSubmitted)
  /// Emitted for work that ended with a result or an error.
  public nonisolated let onFutureDone = Subscriber(.futureDone)
  /// Emitted for each result.
  public nonisolated let onFutureResult = Subscriber(.futureResult)
  /// Emitted for each error that work threw.
  public nonisolated let onFutureException = Subscriber(.futureException)
  /// Emitted for cancelled work, instead of ``onFutureDone``.
  public nonisolated let onFutureCancelled = Subscriber(.futureCancelled)
  /// Emitted when the run was asked to stop.
  public nonisolated let onStop = Subscriber(.stop)
  /// Emitted when the run's time was up.
  public nonisolated let onTimeout = Subscriber(.timeout)
  /// Emitted before a run winds up; work is still accepted in it unless the run was stopped.
  public nonisolated let onFinishing = Subscriber(.finishing)
  /// Emitted at the end of a run, after the last result was delivered.
  public nonisolated let onFinished = Subscriber(.finished)

  /// Emitted when the backend has begun work, for watchers that neither submit nor stop.
  nonisolated let onBegun = Subscriber(Event<Void>("begun"))

  /// Tells it from every other scheduler of this process; a task knows its own by it, because a
  /// weak reference would slow down every use of the scheduler.
  nonisolated let number: Int
  /// Where the work is done.
  public nonisolated let backend: any ComputeBackend
  nonisolated let loopBackend: (any LoopBackend)?
  nonisolated let width: Int
  nonisolated let clock: any Clock<Duration>
  nonisolated let log: Logger
  nonisolated let tasks = Mutex<[any AnyScheduledTask]>([])
  /// Keeps the executor alive.
  private nonisolated let home = DefaultExecutor()
  private nonisolated let executor: UnownedSerialExecutor

  private static let nextNumber = Atomic(0)

  var phase = Phase.idle
  var run = RunState()
  var runNumber = 0
  /// How many steps are under way within each other.
  var stepDepth = 0
  var works: [Int: Work] = [:]
  var waiting = WaitingLine()
  var active = 0
  /// How much of the active work was cancelled.
  var cancelling = 0
  var nextID = 0

  /// Makes a scheduler.
  ///
  /// - Parameters:
  ///   - backend: Where the work is done.
  ///   - clock: Measures the time limit of a run and the delays of ``callLater(after:_:)``.
  ///   - logger: Receives what went wrong and was not thrown.
  public init(
    backend: any ComputeBackend, clock: any Clock<Duration> = ContinuousClock(),
    logger: Logger = Logger(label: "automl.scheduler")
  ) {
    self.backend = backend
    number = Self.nextNumber.add(1, ordering: .relaxed).newValue
    self.clock = clock
    log = logger
    loopBackend = backend as? any LoopBackend
    width = backend.width
    executor = loopBackend?.loop.asUnownedSerialExecutor() ?? home.unownedExecutor
  }

  /// The backend's thread, or Swift's own.
  public nonisolated var unownedExecutor: UnownedSerialExecutor { executor }

  /// Whether a run is under way and nobody has asked it to stop.
  public var isRunning: Bool { phase == .running && run.stop == nil && run.acceptsWork }

  /// Whether nothing is waiting or being done.
  public var isEmpty: Bool { works.isEmpty }

  /// The work that is waiting or being done, in the order of submission.
  public var queue: [WorkReference] { works.values.map(\.reference).sorted { $0.id < $1.id } }

  /// How much work is waiting or being done.
  public var queueSize: Int { works.count }

  /// How many pieces of work the backend has begun and not ended.
  public var executing: Int { active }

  /// How often each event was emitted, over all runs.
  public nonisolated var eventCounts: EventCounts {
    var counts = EventCounts()
    for subscriber in subscribers { counts.add(subscriber) }
    return counts
  }

  /// Every event, in the order of the guide's tree.
  nonisolated var subscribers: [any AnySubscriber] {
    [
      onEmpty, onStart, onFinishing, onFinished, onStop, onTimeout, onFutureSubmitted,
      onFutureDone, onFutureCancelled, onFutureException, onFutureResult,
    ]
  }

  /// Registers a callback for an event by name.
  ///
  /// - Throws: ``SchedulerError/unknownEvent(_:known:)`` when nothing here emits it;
  ///   ``SchedulerError/wrongPayload(_:expected:)``.
  public nonisolated func on<Payload>(
    _ event: Event<Payload>, controls: CallbackControls = .plain, label: String? = nil,
    fileID: StaticString = #fileID, line: UInt = #line, _ callback: @escaping Callback<Payload>
  ) throws(SchedulerError) {
    try subscribers.find(event)
      .subscribe(controls, label: label, fileID: fileID, line: line, callback)
  }

  /// Does something that may emit events, and then what follows from them.
  func step<Value>(_ body: () throws -> Value) rethrows -> Value {
    stepDepth += 1
    defer {
      if stepDepth == 1 { settle() }
      stepDepth -= 1
    }
    return try body()
  }

  /// A callback has thrown.
  func callbackFailed(_ error: any Error) {
    guard phase != .idle else {
      log.error("a callback failed outside a run: \(error)")
      return
    }
    fault(error, run.onException.policy(for: error), .exception)
  }
}

/// An executor of Swift's own for a scheduler whose backend brings none.
actor DefaultExecutor {}

extension [any AnySubscriber] {
  /// The one of an event.
  func find<Payload>(_ event: Event<Payload>) throws(SchedulerError) -> Subscriber<Payload> {
    guard let found = first(where: { $0.eventName == event.name }) else {
      throw .unknownEvent(event.name, known: map(\.eventName))
    }
    guard let subscriber = found as? Subscriber<Payload> else {
      throw .wrongPayload(event.name, expected: "\(found.payloadType)")
    }
    return subscriber
  }
}
