import DequeModule

/// Runs submitted work on a backend and tells subscribers what happens.
///
/// Callbacks run on the scheduler, one at a time, in the order in which they were registered, and
/// may submit, cancel and stop without waiting. The order of events is that of the AutoML-toolkit
/// guide: start, submitted, done, result or exception, empty, finishing, finished.
public actor Scheduler {
  /// Something to be called on an event.
  public typealias Callback<Payload> = @Sendable (isolated Scheduler, Payload) throws -> Void

  /// One accepted piece of work.
  struct Work {
    let reference: WorkReference
    let body: @Sendable () async throws -> any Sendable
    let settle: @Sendable (Result<any Sendable, any Error>) -> Void
    var task: Task<Void, Never>?
    var isCancelled = false
  }

  /// How far a run is.
  enum Phase {
    case idle
    case running
    case draining
  }

  let backend: any ComputeBackend
  let clock: any Clock<Duration>
  var subscribers = SubscriberTable()
  var phase = Phase.idle
  var works: [Int: Work] = [:]
  var waiting: Deque<Int> = []
  var active = 0
  var nextID = 0
  var run = RunState()

  /// How often each event was emitted, over all runs.
  public internal(set) var eventCounts: [SchedulerEvent: Int] = [:]

  /// Makes a scheduler.
  ///
  /// - Parameters:
  ///   - backend: Where the work is done.
  ///   - clock: Measures the time limit of a run.
  public init(backend: any ComputeBackend, clock: any Clock<Duration> = ContinuousClock()) {
    self.backend = backend
    self.clock = clock
  }

  /// Whether a run is under way and accepts work.
  public var isRunning: Bool { phase == .running }

  /// Whether nothing is waiting or being done.
  public var isEmpty: Bool { works.isEmpty }

  /// The work that is waiting or being done, in the order of submission.
  public var queue: [WorkReference] { works.values.map(\.reference).sorted { $0.id < $1.id } }

  /// Hands in a piece of work.
  ///
  /// - Parameter name: What the work is called in messages.
  /// - Throws: ``SchedulerError/notRunning`` outside a run and after it was asked to stop, and
  ///   what a subscriber of on_future_submitted throws.
  public func submit<Output: Sendable>(
    _ name: String = "work", _ body: @escaping @Sendable () async throws -> Output
  ) throws -> SubmittedWork<Output> {
    guard phase == .running, run.acceptsWork else { throw SchedulerError.notRunning }
    let reference = WorkReference(id: nextID, name: name)
    nextID += 1
    let promise = WorkPromise<Output>()
    works[reference.id] = Work(reference: reference, body: body) { result in
      promise.fulfil(result.flatMap { Result.success($0).asType(Output.self) })
    }
    waiting.append(reference.id)
    emit(.futureSubmitted, reference, \.futureSubmitted)
    fillBackend()
    return SubmittedWork(reference: reference, scheduler: self, promise: promise)
  }

  /// Cancels a piece of work; one that has ended is left alone.
  func cancel(_ id: Int) {
    guard works[id] != nil else { return }
    works[id]?.isCancelled = true
    if let task = works[id]?.task {
      task.cancel()
    } else {
      waiting.removeAll { $0 == id }
      ended(id, .failure(CancellationError()))
    }
  }

  /// Starts waiting work while the backend has room.
  func fillBackend() {
    while active < backend.width, !waiting.isEmpty {
      let id = waiting.removeFirst()
      guard let body = works[id]?.body else { continue }
      active += 1
      works[id]?.task = Task { [backend] in
        let result: Result<any Sendable, any Error>
        do {
          result = .success(try await backend.perform(body))
        } catch {
          result = .failure(error)
        }
        self.taskEnded(id, result)
      }
    }
  }

  private func taskEnded(_ id: Int, _ result: Result<any Sendable, any Error>) {
    active -= 1
    ended(id, result)
  }

  /// Tells subscribers of the end of a piece of work and goes on with what waits.
  func ended(_ id: Int, _ result: Result<any Sendable, any Error>) {
    guard let work = works.removeValue(forKey: id) else { return }
    work.settle(result)
    switch result {
    case .success(let value):
      emit(.futureDone, work.reference, \.futureDone)
      emit(.futureResult, WorkResult(work: work.reference, value: value), \.futureResult)
    case .failure(is CancellationError) where work.isCancelled:
      emit(.futureCancelled, work.reference, \.futureCancelled)
      if phase == .running { apply(run.onCancelled, CancellationError(), code: .cancelled) }
    case .failure(let error):
      emit(.futureDone, work.reference, \.futureDone)
      emit(.futureException, WorkFailure(work: work.reference, error: error), \.futureException)
      apply(run.onException, error, code: .exception)
    }
    fillBackend()
    settleIfEmpty()
  }

  /// Counts an event and calls its subscribers; what they throw follows the run's policy.
  func emit<Payload: Sendable>(
    _ event: SchedulerEvent, _ payload: Payload,
    _ table: KeyPath<SubscriberTable, Subscribers<Payload>>
  ) {
    eventCounts[event, default: 0] += 1
    do {
      try subscribers[keyPath: table].call(self, payload)
    } catch {
      apply(run.onException, error, code: .exception)
    }
  }
}

extension Result where Success == any Sendable, Failure == any Error {
  /// The same result with its value's type known again.
  fileprivate func asType<Output>(_ type: Output.Type) -> Result<Output, any Error> {
    switch self {
    case .success(let value):
      (value as? Output).map(Result<Output, any Error>.success) ?? .failure(CancellationError())
    case .failure(let error): .failure(error)
    }
  }
}
