import AutoMLScheduling
import AutoMLSchedulingTestKit
import Testing

/// What the AutoML-toolkit tests its limits of processes for, over every backend that has them.
///
/// Its tests `trial_gets_autodetect_memory` and `trial_gets_autodetect_time`, in which a limit
/// becomes the report of a failed trial, have no counterpart here: a trial is a job of the
/// workflow's engine, which reports the limit of its job itself.
@Suite("Limited tasks", .serialized, .timeLimit(.minutes(5)))
struct LimitedTaskTests {
  /// Work that reaches one bound.
  struct Row: Sendable, CustomTestStringConvertible {
    let name: String
    let plugin: @Sendable () throws -> ResourceLimits
    let function: Function<Int, Int>
    let input: Int
    let error: LimitExceeded
    /// The plugin's events in their order.
    let events: [String]

    var testDescription: String { name }

    static let all = [
      Row(
        name: "memory", plugin: { try ResourceLimits(wallTime: .seconds(50), memory: 150 << 20) },
        function: TestFunctions.allocate, input: 400, error: .memory(150 << 20),
        events: ["memory-limit-reached"]),
      Row(
        name: "time", plugin: { try ResourceLimits(wallTime: .milliseconds(300)) },
        function: TestFunctions.allocate, input: 1, error: .wallTime(.milliseconds(300)),
        events: ["timeout", "wall-time-limit-reached"]),
      Row(
        name: "processor time",
        plugin: { try ResourceLimits(wallTime: .seconds(50), cpuTime: .milliseconds(300)) },
        function: TestFunctions.spin, input: 20_000, error: .cpuTime(.milliseconds(300)),
        events: ["timeout", "cpu-time-limit-reached"]),
    ]
  }

  /// A scheduler whose one task reaches its bound, and what it writes down.
  func limited(
    _ row: Row, _ backend: BackendUnderTest
  ) throws -> (scheduler: Scheduler, task: ScheduledTask<Int, Int>, log: EventLog) {
    let scheduler = try backend.scheduler(width: 1)
    let task = try scheduler.task(
      try backend.function(row.function), plugins: [try row.plugin()])
    let log = EventLog(scheduler)
    log.follow(task)
    try log.follow(.timeout, of: task)
    try log.follow(.wallTimeLimitReached, of: task)
    try log.follow(.cpuTimeLimitReached, of: task)
    try log.follow(.memoryLimitReached, of: task)
    scheduler.onStart { scheduler, _ in _ = try task.submit(row.input, on: scheduler) }
    return (scheduler, task, log)
  }

  func line(_ row: Row) -> String {
    """
    S.start S.future_submitted T.submitted S.future_done S.future_exception T.done \
    \(row.events.map { "P.\($0)" }.joined(separator: " ")) T.exception S.empty S.stop \
    S.finishing S.finished
    """
  }

  @Test(
    "raise the error of their limit, and tell it by its events", arguments: Row.all,
    Backends.inOtherProcesses)
  func raises(_ row: Row, _ backend: BackendUnderTest) async throws {
    let (scheduler, task, log) = try limited(row, backend)
    await #expect(throws: row.error) { try await scheduler.run() }
    #expect(log.line == line(row))
    let own = ["on-submitted": 1, "on-done": 1, "on-exception": 1]
    let plugins = Dictionary(uniqueKeysWithValues: row.events.map { ($0, 1) })
    #expect(task.eventCounts.emitted == EventCounts(own.merging(plugins) { $1 }))
    #expect(scheduler.eventCounts[.stop] == 1)
    #expect(scheduler.eventCounts[.empty] == 1)
  }

  @Test(
    "can be ended by a rule for every limit", arguments: Row.all, Backends.inOtherProcesses)
  func ends(_ row: Row, _ backend: BackendUnderTest) async throws {
    let (scheduler, _, log) = try limited(row, backend)
    let exit = try await scheduler.run(onException: .byType([.on(LimitExceeded.self, .end)]))
    #expect(exit.code == .exception)
    #expect(exit.error as? LimitExceeded == row.error)
    #expect(log.line == line(row))
  }
}
