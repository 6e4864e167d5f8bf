import AutoMLScheduling
import AutoMLSchedulingTestKit
import Testing

@Suite("Events", .timeLimit(.minutes(5)))
struct EventTests {
  @Test("of a fresh scheduler are not counted, and appear as soon as somebody listens")
  func counts() async throws {
    let scheduler = Scheduler(backend: .sequential)
    #expect(scheduler.eventCounts == [:])
    scheduler.onTimeout { _, _ in }
    try scheduler.onStop(hidden: true) { _, _ in }
    #expect(scheduler.eventCounts == ["on_timeout": 0, "on_stop": 0])
    #expect(scheduler.eventCounts[.start] == nil)
    try await scheduler.run()
    #expect(
      scheduler.eventCounts == [
        "on_timeout": 0, "on_stop": 0, "on_start": 1, "on_empty": 1, "on_finishing": 1,
        "on_finished": 1,
      ])
    try await scheduler.run()
    #expect(scheduler.eventCounts[.finished] == 2)
    #expect(scheduler.eventCounts["on_finished"] == 2)
  }

  @Test("are counted once an emission, however often callbacks are called")
  func repeats() async throws {
    let scheduler = Scheduler(backend: .sequential)
    let calls = Sightings<Int>()
    try scheduler.onStart(repeat: 10) { _, _ in calls.add(1) }
    try await scheduler.run()
    #expect(calls.count == 10)
    #expect(scheduler.eventCounts[.start] == 1)
  }

  @Test("call a callback that is registered while they are emitted")
  func duringEmission() async throws {
    let scheduler = Scheduler(backend: .sequential)
    let calls = Sightings<String>()
    try scheduler.onStart(maxCalls: 1) { scheduler, _ in
      calls.add("first")
      scheduler.onStart { _, _ in calls.add("late") }
    }
    scheduler.onStart { _, _ in calls.add("second") }
    try await scheduler.run()
    #expect(calls.all == ["first", "second", "late"])
    try await scheduler.run()
    #expect(calls.all.suffix(2) == ["second", "late"])
  }

  @Test("are the same when their names are")
  func identity() {
    #expect(Event<Void>("on_start") == .start)
    #expect(Event<Void>("on_start").hashValue == Event<Void>.start.hashValue)
    #expect(Event<Void>.start != .empty)
    #expect("\(Event<WorkReference>.futureDone)" == "on_future_done")
  }

  @Test("can be found by name, and an unknown name is refused with those that are there")
  func byName() async throws {
    let scheduler = Scheduler(backend: .sequential)
    let calls = Sightings<Int>()
    try scheduler.on(Event<Void>("on_start")) { _, _ in calls.add(1) }
    try await scheduler.run()
    #expect(calls.count == 1)
    let known = [
      "on_empty", "on_start", "on_finishing", "on_finished", "on_stop", "on_timeout",
      "on_future_submitted", "on_future_done", "on_future_cancelled", "on_future_exception",
      "on_future_result",
    ]
    #expect(throws: SchedulerError.unknownEvent("on_coffee", known: known)) {
      try scheduler.on(Event<Void>("on_coffee")) { _, _ in }
    }
  }

  @Test("with another payload than the name's are refused")
  func payload() throws {
    let scheduler = Scheduler(backend: .sequential)
    #expect(throws: SchedulerError.wrongPayload("on_future_done", expected: "WorkReference")) {
      try scheduler.on(Event<String>("on_future_done")) { _, _ in }
    }
    let task = try scheduler.task(TestFunctions.double)
    #expect(throws: SchedulerError.wrongPayload("on-done", expected: "WorkReference")) {
      try task.on(TaskEvent<Int, Int, String>("on-done")) { _, _ in }
    }
    #expect(scheduler.eventCounts == [:])
  }

  @Test("of a task are its own and those of its plugins")
  func taskEvents() throws {
    let scheduler = Scheduler(backend: .sequential)
    let plain = try scheduler.task(TestFunctions.double)
    let own = ["on-submitted", "on-done", "on-result", "on-exception", "on-cancelled"]
    #expect(throws: SchedulerError.unknownEvent("call-limit-reached", known: own)) {
      try plain.on(.callLimitReached) { _, _ in }
    }
    let limited = try scheduler.task(TestFunctions.double, plugins: [Limiter(maxCalls: 1)])
    try limited.on(.callLimitReached) { _, _ in }
    #expect(limited.eventCounts["call-limit-reached"] == 0)
    #expect(plain.eventCounts == [:])
  }

  @Test("tell what they are about")
  func payloads() async throws {
    let scheduler = Scheduler(backend: .sequential)
    let task = try scheduler.task(TestFunctions.double)
    let told = Sightings<String>()
    scheduler.onFutureSubmitted { _, work in told.add("S \(work.name) \(work.id)") }
    task.onSubmitted { _, submission in told.add("T \(submission.work.id) \(submission.input)") }
    scheduler.onFutureResult { _, result in told.add("S \(result.work.id) \(result.value)") }
    task.onResult { _, result in told.add("T \(result.work.id) \(result.value)") }
    scheduler.onStop { _, stop in told.add("\(stop.message) \(stop.error == nil)") }
    task.onResult { scheduler, _ in scheduler.stop("that is all") }
    scheduler.onStart { scheduler, _ in _ = try task.submit(4, on: scheduler) }
    try await scheduler.run()
    #expect(told.all == ["S double 0", "T 0 4", "S 0 8", "T 0 8", "that is all true"])
  }
}
