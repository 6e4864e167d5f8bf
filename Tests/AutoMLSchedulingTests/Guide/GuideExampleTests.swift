import AutoMLScheduling
import AutoMLSchedulingTestKit
import Synchronization
import Testing

/// The examples of the AutoML-toolkit's scheduling guide, with their counts.
@Suite("The guide's example", .timeLimit(.minutes(5)))
struct GuideExampleTests {
  @Test("G1: a Collatz chain from 12", arguments: Backends.all)
  func collatz(_ backend: BackendUnderTest) async throws {
    let scheduler = try backend.scheduler(width: 1)
    let function = try backend.function(TestFunctions.collatz)
    let values = Sightings([12])
    scheduler.onStart { scheduler, _ in _ = try scheduler.submit(function, 12) }
    scheduler.onFutureResult { scheduler, result in
      let value = try #require(result.value as? Int)
      values.add(value)
      if value != 1 { _ = try scheduler.submit(function, value) }
    }
    #expect(try await scheduler.run().code == .exhausted)
    #expect(values.all == [12, 6, 3, 10, 5, 16, 8, 4, 2, 1])
    #expect(
      scheduler.eventCounts == [
        "on_start": 1, "on_future_submitted": 9, "on_future_done": 9, "on_future_result": 9,
        "on_empty": 1, "on_finishing": 1, "on_finished": 1,
      ])
  }

  @Test("G2: powers of two, fed back while they are below ten", arguments: Backends.all)
  func powers(_ backend: BackendUnderTest) async throws {
    let scheduler = try backend.scheduler(width: 1)
    let task = try scheduler.task(try backend.function(TestFunctions.power))
    let values = Sightings<Int>()
    scheduler.onStart { scheduler, _ in _ = try task.submit(2, on: scheduler) }
    task.onResult { scheduler, result in
      values.add(result.value)
      if result.value < 10 { _ = try task.submit(result.value, on: scheduler) }
    }
    try await scheduler.run()
    #expect(values.all == [4, 16])
    #expect(task.eventCounts == ["on-submitted": 2, "on-done": 2, "on-result": 2])
  }

  @Test("G3: a result submits again, at most three times", arguments: Backends.all)
  func maxCalls(_ backend: BackendUnderTest) async throws {
    let scheduler = try backend.scheduler(width: 1)
    let task = try scheduler.task(try backend.function(TestFunctions.echo))
    let calls = Sightings<Int>()
    scheduler.onStart { scheduler, _ in _ = try task.submit(10, on: scheduler) }
    try task.onResult(maxCalls: 3) { scheduler, result in
      calls.add(result.value)
      _ = try task.submit(result.value - 1, on: scheduler)
    }
    try await scheduler.run()
    #expect(calls.all == [10, 9, 8])
    #expect(task.eventCounts == ["on-submitted": 4, "on-done": 4, "on-result": 4])
  }

  @Test("G4: every second of five runs", arguments: Backends.all)
  func every(_ backend: BackendUnderTest) async throws {
    let scheduler = try backend.scheduler(width: 1)
    let calls = Sightings<Int>()
    try scheduler.onStart(every: 2) { _, _ in calls.add(1) }
    for _ in 0..<5 { try await scheduler.run() }
    #expect(calls.count == 2)
    #expect(
      scheduler.eventCounts == [
        "on_start": 5, "on_empty": 5, "on_finishing": 5, "on_finished": 5,
      ])
  }

  @Test("G5: a sleeper that is stopped as soon as it was submitted", arguments: Backends.all)
  func stop(_ backend: BackendUnderTest) async throws {
    let scheduler = try backend.scheduler(width: 1)
    let task = try scheduler.task(try backend.function(TestFunctions.sleep))
    scheduler.onStart { scheduler, _ in _ = try task.submit(3_600, on: scheduler) }
    task.onSubmitted { scheduler, _ in scheduler.stop() }
    #expect(try await scheduler.run(wait: false).code == .stopped)
    #expect(task.eventCounts == ["on-submitted": 1, "on-cancelled": 1])
    #expect(
      scheduler.eventCounts == [
        "on_start": 1, "on_future_submitted": 1, "on_future_cancelled": 1, "on_stop": 1,
        "on_finishing": 1, "on_finished": 1,
      ])
  }

  @Test("G6: a failing task, whose error asks for the stop", arguments: Backends.all)
  func stopOnError(_ backend: BackendUnderTest) async throws {
    let scheduler = try backend.scheduler(width: 1)
    let task = try scheduler.task(try backend.function(TestFunctions.fail))
    scheduler.onStart { scheduler, _ in _ = try task.submit("no luck", on: scheduler) }
    task.onException { scheduler, failure in
      #expect(failure.error.isNamed("TestFault"))
      scheduler.stop("stopped because of it")
    }
    #expect(try await scheduler.run(onException: .continue).code == .stopped)
    #expect(task.eventCounts == ["on-submitted": 1, "on-done": 1, "on-exception": 1])
    #expect(
      scheduler.eventCounts == [
        "on_start": 1, "on_future_submitted": 1, "on_future_done": 1, "on_future_exception": 1,
        "on_empty": 1, "on_stop": 1, "on_finishing": 1, "on_finished": 1,
      ])
  }

  @Test("G7: work of a task and work of none", arguments: Backends.all)
  func tasksAndScheduler(_ backend: BackendUnderTest) async throws {
    let scheduler = try backend.scheduler(width: 1)
    let function = try backend.function(TestFunctions.double)
    let task = try scheduler.task(function)
    scheduler.onStart { scheduler, _ in
      _ = try task.submit(1, on: scheduler)
      _ = try scheduler.submit(function, 2)
    }
    try await scheduler.run()
    #expect(scheduler.eventCounts[.futureResult] == 2)
    #expect(task.eventCounts["on-result"] == 1)
  }

  @Test("G8: what one task doubles, another squares", arguments: Backends.all)
  func twoTasks(_ backend: BackendUnderTest) async throws {
    let scheduler = try backend.scheduler()
    let doubling = try scheduler.task(try backend.function(TestFunctions.double))
    let squaring = try scheduler.task(try backend.function(TestFunctions.square))
    let values = Sightings<Int>()
    scheduler.onStart { scheduler, _ in
      for number in 1...3 { _ = try doubling.submit(number, on: scheduler) }
    }
    doubling.onResult { scheduler, result in
      _ = try squaring.submit(result.value, on: scheduler)
    }
    squaring.onResult { _, result in values.add(result.value) }
    try await scheduler.run()
    #expect(values.all.sorted() == [4, 16, 36])
    #expect(scheduler.eventCounts[.futureSubmitted] == 6)
    #expect(scheduler.eventCounts[.futureDone] == 6)
    #expect(scheduler.eventCounts[.futureResult] == 6)
  }

  @Test(
    "G9: two at once, four submitted at the start, two of them refused", arguments: Backends.all)
  func limited(_ backend: BackendUnderTest) async throws {
    let scene = try LimitedScene(backend)
    #expect(try await scene.scheduler.run().code == .exhausted)
    #expect(Set(scene.results.all) == [0, 1, 4, 5, 6, 7, 8, 9])
    #expect(scene.results.count == 8)
    #expect(scene.task.eventCounts["on-submitted"] == 8)
    #expect(scene.task.eventCounts["concurrent-limit-reached"] == 2)
  }

  @Test("G10: the same, and what was refused is submitted later", arguments: Backends.all)
  func requeued(_ backend: BackendUnderTest) async throws {
    let scene = try LimitedScene(backend)
    try scene.task.on(.concurrentLimitReached) { [items = scene.items] _, refused in
      items.requeue(refused.input)
    }
    #expect(try await scene.scheduler.run().code == .exhausted)
    #expect(scene.results.all.sorted() == Array(0...9))
    #expect(scene.task.eventCounts["on-submitted"] == 10)
    #expect(scene.task.eventCounts["concurrent-limit-reached"] == 2)
    #expect(scene.items.count == 0)
  }
}

/// Ten items for a task of which two may be under way at once.
private struct LimitedScene {
  let scheduler: Scheduler
  let task: ScheduledTask<Int, Int>
  let items = Requeue(0..<10)
  let results = Sightings<Int>()

  init(_ backend: BackendUnderTest) throws {
    scheduler = try backend.scheduler()
    task = try scheduler.task(
      try backend.function(TestFunctions.echo), plugins: [Limiter(maxConcurrent: 2)])
    // Counted also where nobody else listens.
    try task.on(.concurrentLimitReached) { _, _ in }
    try scheduler.onStart(repeat: 4) { [task, items] scheduler, _ in
      if let item = items.next() { _ = try task.submit(item, on: scheduler) }
    }
    task.onResult { [results] _, result in results.add(result.value) }
    task.onResult { [task, items] scheduler, _ in
      if let item = items.next() { _ = try task.submit(item, on: scheduler) }
    }
  }
}
