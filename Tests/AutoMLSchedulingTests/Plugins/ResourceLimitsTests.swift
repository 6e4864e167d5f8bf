import AutoMLModel
import AutoMLScheduling
import AutoMLSchedulingTestKit
import Foundation
import Synchronization
import Testing

@Suite("Resource limits", .serialized)
struct ResourceLimitsTests {
  typealias Script = ScriptedTask<Int, Int>

  /// The error of a script that is to reach a limit; a long wall limit ends it otherwise.
  func limit(
    _ script: String, wallTime: Duration = .seconds(30), cpuTime: Duration? = nil,
    memory: Int? = nil
  ) async throws -> LimitExceeded? {
    let plugin = try ResourceLimits(wallTime: wallTime, cpuTime: cpuTime, memory: memory)
    let task = try Script(sh: script, on: .subprocess(width: 1), plugins: [plugin])
    return await #expect(throws: LimitExceeded.self) { _ = try await task.value(1) }
  }

  @Test("What ends in time keeps its result")
  func inTime() async throws {
    let limits = try ResourceLimits(
      wallTime: .seconds(30), cpuTime: .seconds(20), memory: 1 << 30)
    let run = try Script(sh: "sleep 0.1; echo 3", on: .subprocess(width: 1), plugins: [limits])
    #expect(try await run.value(1) == 3)
  }

  @Test(
    "A processor limit stops what computes, also in a child and in one that left the group",
    arguments: [
      "while :; do :; done", "sh -c 'while :; do :; done' & wait",
      "setsid sh -c 'while :; do :; done' & wait",
      "while :; do sh -c 'i=0; while [ $i -lt 5000 ]; do i=$((i+1)); done'; done",
    ])
  func cpuTime(script: String) async throws {
    let limit = Duration.milliseconds(200)
    #expect(try await self.limit(script, cpuTime: limit) == .cpuTime(limit))
  }

  @Test("A sleeper does not reach a processor limit")
  func sleeper() async throws {
    let error = try await limit(
      "sleep 10", wallTime: .milliseconds(300), cpuTime: .milliseconds(250))
    #expect(error == .wallTime(.milliseconds(300)))
  }

  static let grower = """
    import time
    held = []
    while True:
      held.append(bytearray(b"x") * 5_000_000)
      time.sleep(0.005)
    """

  @Test("A memory limit stops what holds more and more, also in a child")
  func memory() async throws {
    let limit = 80_000_000
    let script = "python3 -c '\(Self.grower)'"
    #expect(try await self.limit("exec \(script)", memory: limit) == .memory(limit))
    #expect(try await self.limit("\(script) & wait", memory: limit) == .memory(limit))
  }

  @Test("The events come after the task's done and before the user's exception")
  func events() async throws {
    let notes = Sightings<String>()
    let limits = try ResourceLimits(wallTime: .milliseconds(50))
    let run = try Script(sh: "sleep 10", on: .subprocess(width: 1), plugins: [limits])
    run.scheduler.onFutureDone { _, _ in notes.add("S.done") }
    run.scheduler.onFutureException { _, _ in notes.add("S.exception") }
    run.task.onDone { _, _ in notes.add("T.done") }
    run.task.onException { _, _ in notes.add("T.exception") }
    try run.task.on(.timeout) { notes.add("timeout \($1.error is LimitExceeded)") }
    try run.task.on(.wallTimeLimitReached) { _, failure in notes.add("wall \(failure.work.id)") }
    try run.task.on(.cpuTimeLimitReached) { _, _ in notes.add("cpu") }
    try run.task.on(.memoryLimitReached) { _, _ in notes.add("memory") }
    _ = try? await run.value(1)
    #expect(
      notes.all == ["S.done", "S.exception", "T.done", "timeout true", "wall 0", "T.exception"])
    #expect(run.task.eventCounts["wall-time-limit-reached"] == 1)
    #expect(run.task.eventCounts["timeout"] == 1)
  }

  @Test("A rule for the kind of error can end the run")
  func policy() async throws {
    let scheduler = Scheduler(backend: try .subprocess(width: 1))
    let task = try scheduler.task(
      Function<Int, Int>("sleeper", command: ["sleep", "10"]),
      plugins: [ResourceLimits(wallTime: .milliseconds(50))])
    scheduler.onStart { scheduler in _ = try task.submit(1, on: scheduler) }
    let exit = try await scheduler.run(onException: .byType([.on(LimitExceeded.self, .end)]))
    #expect(exit.code == .exception)
    #expect(exit.error as? LimitExceeded == .wallTime(.milliseconds(50)))
  }

  @Test("Limits that are not above 0 are refused")
  func invalid() {
    #expect(throws: SchedulerError.invalidLimit("wallTime", "0.0 seconds")) {
      try ResourceLimits(wallTime: .zero)
    }
    #expect(throws: SchedulerError.invalidLimit("cpuTime", "-1.0 seconds")) {
      try ResourceLimits(cpuTime: .seconds(-1))
    }
    #expect(throws: SchedulerError.invalidLimit("memory", "0")) { try ResourceLimits(memory: 0) }
  }
}
