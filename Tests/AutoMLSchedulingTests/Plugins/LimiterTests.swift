import AutoMLScheduling
import AutoMLSchedulingTestKit
import Testing

@Suite("Limiter", .timeLimit(.minutes(5)))
struct LimiterTests {
  @Test("Of ten submissions at once, two are let through", arguments: Backends.all)
  func concurrent(_ backend: BackendUnderTest) async throws {
    let scheduler = try backend.scheduler()
    let task = try scheduler.task(
      try backend.function(TestFunctions.echo), plugins: [Limiter(maxConcurrent: 2)])
    scheduler.onStart { scheduler, _ in
      for number in 0..<10 { _ = try task.submit(number, on: scheduler) }
    }
    #expect(try await scheduler.run().code == .exhausted)
    #expect(
      task.eventCounts.emitted == [
        "on-submitted": 2, "on-done": 2, "on-result": 2, "concurrent-limit-reached": 8,
      ])
  }

  @Test("Of ten submissions, two calls are let through", arguments: Backends.all)
  func calls(_ backend: BackendUnderTest) async throws {
    let scheduler = try backend.scheduler()
    let task = try scheduler.task(
      try backend.function(TestFunctions.echo), plugins: [Limiter(maxCalls: 2)])
    scheduler.onStart { scheduler, _ in
      for number in 0..<10 { _ = try task.submit(number, on: scheduler) }
    }
    #expect(try await scheduler.run().code == .exhausted)
    #expect(
      task.eventCounts.emitted == [
        "on-submitted": 2, "on-done": 2, "on-result": 2, "call-limit-reached": 8,
      ])
    try await scheduler.run()
    #expect(task.eventCounts["on-submitted"] == 2)
    #expect(task.eventCounts["call-limit-reached"] == 18)
  }

  @Test("A task is refused while another runs", arguments: Backends.all)
  func notWhileRunning(_ backend: BackendUnderTest) async throws {
    let scheduler = try backend.scheduler()
    let first = try scheduler.task(try backend.function(TestFunctions.double))
    let second = try scheduler.task(
      try backend.function(TestFunctions.square), plugins: [Limiter(notWhileRunning: [first])])
    scheduler.onStart { scheduler, _ in _ = try first.submit(1, on: scheduler) }
    first.onSubmitted { scheduler, _ in
      let work = try second.submit(1, on: scheduler)
      #expect(work == nil)
    }
    try await scheduler.run()
    #expect(second.eventCounts.emitted == ["disabled-due-to-running-task": 1])
    first.onResult { scheduler, _ in
      let work = try second.submit(1, on: scheduler)
      #expect(work != nil)
    }
    try await scheduler.run()
    #expect(second.eventCounts["on-result"] == 1)
  }

  @Test("The limits are asked in their order, the first that is reached refuses")
  func order() async throws {
    let scheduler = Scheduler(backend: .sequential)
    let other = try scheduler.task(TestFunctions.double)
    let task = try scheduler.task(
      TestFunctions.echo,
      plugins: [Limiter(maxCalls: 2, maxConcurrent: 1, notWhileRunning: [other])])
    let log = EventLog(scheduler)
    try log.follow(.callLimitReached, of: task)
    try log.follow(.concurrentLimitReached, of: task)
    try log.follow(.disabledDueToRunningTask, of: task)
    scheduler.onStart { scheduler, _ in
      _ = try task.submit(1, on: scheduler)
      _ = try other.submit(1, on: scheduler)
      _ = try task.submit(2, on: scheduler)
    }
    task.onResult { scheduler, _ in _ = try task.submit(3, on: scheduler) }
    try other.onResult(maxCalls: 1) { scheduler, _ in
      _ = try task.submit(4, on: scheduler)
      _ = try other.submit(2, on: scheduler)
      _ = try task.submit(5, on: scheduler)
    }
    try await scheduler.run()
    #expect(
      log.names.filter { $0.hasPrefix("P.") } == [
        "P.concurrent-limit-reached", "P.disabled-due-to-running-task", "P.call-limit-reached",
        "P.call-limit-reached",
      ])
  }

  @Test("A resubmission is refused in the scheduler's result, accepted in the task's done")
  func resubmission() async throws {
    let scheduler = Scheduler(backend: .sequential)
    let task = try scheduler.task(TestFunctions.echo, plugins: [Limiter(maxConcurrent: 1)])
    let accepted = Sightings<Bool>()
    scheduler.onStart { scheduler, _ in _ = try task.submit(0, on: scheduler) }
    try scheduler.onFutureResult(maxCalls: 1) { scheduler, _ in
      accepted.add(try task.submit(1, on: scheduler) != nil)
    }
    try task.onDone(maxCalls: 1) { scheduler, _ in
      accepted.add(try task.submit(2, on: scheduler) != nil)
    }
    try await scheduler.run()
    #expect(accepted.all == [false, true])
  }

  @Test("A limit holds where the submission itself leads to another")
  func withinSubmission() async throws {
    let scheduler = Scheduler(backend: .sequential)
    let task = try scheduler.task(TestFunctions.echo, plugins: [Limiter(maxCalls: 3)])
    scheduler.onStart { scheduler, _ in _ = try task.submit(0, on: scheduler) }
    try scheduler.onFutureSubmitted(maxCalls: 50) { scheduler, _ in
      _ = try task.submit(1, on: scheduler)
    }
    try await scheduler.run()
    #expect(scheduler.eventCounts[.futureResult] == 3)
    #expect(task.eventCounts["call-limit-reached"] == 1)
  }

  @Test("Work that fails or is cancelled makes room too")
  func room() async throws {
    let scene = try Scene(.sequential)
    let failing = try scene.scheduler.task(
      TestFunctions.fail, plugins: [Limiter(maxConcurrent: 1)])
    let held = try scene.scheduler.task(
      TestFunctions.hold, plugins: [Limiter(maxConcurrent: 1)])
    try failing.onException(maxCalls: 1) { scheduler, _ in
      _ = try failing.submit("again", on: scheduler)
    }
    try held.onCancelled(maxCalls: 1) { [gate = scene.gate] scheduler, _ in
      _ = try held.submit(gate.visit(), on: scheduler)
      try gate.open()
    }
    scene.scheduler.onStart { [gate = scene.gate] scheduler, _ in
      _ = try failing.submit("once", on: scheduler)
      try held.submit(gate.visit(), on: scheduler)?.cancel(on: scheduler)
    }
    try await scene.scheduler.run(onException: .continue, onCancelled: .continue)
    #expect(failing.eventCounts["on-exception"] == 2)
    #expect(held.eventCounts["on-result"] == 1)
  }

  @Test("Two tasks with one limiter are counted together")
  func shared() async throws {
    let scheduler = Scheduler(backend: .sequential)
    let limiter = try Limiter(maxCalls: 3)
    let first = try scheduler.task(TestFunctions.echo, plugins: [limiter])
    let second = try scheduler.task(TestFunctions.double, plugins: [limiter])
    scheduler.onStart { scheduler, _ in
      for number in 0..<2 {
        _ = try first.submit(number, on: scheduler)
        _ = try second.submit(number, on: scheduler)
      }
    }
    try await scheduler.run()
    #expect(first.eventCounts["on-submitted"] == 2)
    #expect(second.eventCounts["on-submitted"] == 1)
    #expect(second.eventCounts["call-limit-reached"] == 1)
    #expect(limiter.details == ["Calls 3/3"])
  }

  @Test("Work that was there before the limiter is not counted, neither up nor down")
  func attachedLate() async throws {
    let scheduler = Scheduler(backend: try .concurrent(width: 4))
    let task = try scheduler.task("task") { (number: Int) in number }
    let limiter = try Limiter(maxConcurrent: 1)
    let accepted = Sightings<Int>()
    scheduler.onStart { scheduler, _ in
      for number in 0..<3 { try task.submit(number) }
      try scheduler.attach(limiter, to: task)
    }
    scheduler.onEmpty { scheduler, _ in
      guard scheduler.onEmpty.count == 1 else { return }
      #expect(limiter.details == ["Concurrent 0/1"])
      for number in 0..<5 where try task.submit(number) != nil { accepted.add(number) }
    }
    try await scheduler.run()
    #expect(accepted.all == [0])
    #expect(limiter.details == ["Concurrent 0/1"])
  }
}
