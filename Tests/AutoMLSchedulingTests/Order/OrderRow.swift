import AutoMLScheduling
import AutoMLSchedulingTestKit
import Testing

/// One row of the table of orders: what happens, the events of it, and how the run ends.
struct OrderRow: Sendable, CustomTestStringConvertible {
  /// How a run is expected to end.
  enum End: Hashable, Sendable {
    case code(ExitState.Code)
    /// With an error, which is not thrown.
    case codeAndError(ExitState.Code, String)
    case raises(String)
  }

  /// What a run is asked for.
  struct Request: Sendable {
    var timeout: Duration?
    var endOnEmpty = true
    var wait = true
    var onException = ExceptionPolicy.raise
    var onCancelled = FaultPolicy.raise
  }

  let name: String
  let request: Request
  let sequence: String
  let end: End
  /// Whether it is about backends of other processes only.
  let isOfOtherProcesses: Bool
  /// Registers callbacks, which come after those that write the order down.
  let setUp: @Sendable (Scene) throws -> Void

  init(
    _ name: String, _ request: Request, _ sequence: String, _ end: End,
    ofOtherProcesses isOfOtherProcesses: Bool = false,
    setUp: @escaping @Sendable (Scene) throws -> Void
  ) {
    self.name = name
    self.request = request
    self.sequence = sequence
    self.end = end
    self.isOfOtherProcesses = isOfOtherProcesses
    self.setUp = setUp
  }

  /// A row of a run with everything as it is by default.
  init(
    _ name: String, _ sequence: String, _ end: End,
    ofOtherProcesses isOfOtherProcesses: Bool = false,
    setUp: @escaping @Sendable (Scene) throws -> Void
  ) {
    self.init(
      name, Request(), sequence, end, ofOtherProcesses: isOfOtherProcesses, setUp: setUp)
  }

  var testDescription: String { name }
}

/// A row and a backend that it is about.
struct OrderCase: Sendable, CustomTestStringConvertible {
  let row: OrderRow
  let backend: BackendUnderTest

  var testDescription: String { "\(backend.name): \(row.name)" }

  static let all = OrderRow.all.flatMap { row in
    (row.isOfOtherProcesses ? Backends.inOtherProcesses : Backends.all).map {
      OrderCase(row: row, backend: $0)
    }
  }
}

/// A scheduler with a task, whose events are written down.
struct Scene: Sendable {
  let backend: BackendUnderTest
  let scheduler: Scheduler
  /// Doubles.
  let task: ScheduledTask<Int, Int>
  /// Waits at the gate.
  let holding: ScheduledTask<FileGate.Visit, Int>
  /// Throws.
  let failing: ScheduledTask<String, Int>
  /// Waits at the gate, and is no task.
  let hold: Function<FileGate.Visit, Int>
  let gate: FileGate
  let log: EventLog

  init(
    _ backend: BackendUnderTest, width: Int = 2, clock: any Clock<Duration> = ContinuousClock()
  ) throws {
    self.backend = backend
    scheduler = try backend.scheduler(width: width, clock: clock)
    gate = try FileGate()
    hold = try backend.function(TestFunctions.hold)
    task = try scheduler.task(try backend.function(TestFunctions.double))
    holding = try scheduler.task(hold)
    failing = try scheduler.task(try backend.function(TestFunctions.fail))
    log = EventLog(scheduler)
    log.follow(task)
    log.follow(holding)
    log.follow(failing)
  }

  func run(_ request: OrderRow.Request) async throws -> ExitState {
    try await scheduler.run(
      timeout: request.timeout, endOnEmpty: request.endOnEmpty, wait: request.wait,
      onException: request.onException, onCancelled: request.onCancelled)
  }

  /// One more task, whose events are written down.
  func followed<Input: Codable & Sendable, Output: Codable & Sendable>(
    _ function: Function<Input, Output>
  ) throws -> ScheduledTask<Input, Output> {
    let task = try scheduler.task(try backend.function(function))
    log.follow(task)
    return task
  }

  /// Submits to a task when the run starts.
  func atStart<Input, Output>(_ task: ScheduledTask<Input, Output>, _ inputs: Input...) {
    scheduler.onStart { scheduler, _ in
      for input in inputs { _ = try task.submit(input, on: scheduler) }
    }
  }

  /// Lets held work through as soon as the run winds up.
  func openWhenFinishing() {
    scheduler.onFinishing { [gate] _, _ in try gate.open() }
  }
}
