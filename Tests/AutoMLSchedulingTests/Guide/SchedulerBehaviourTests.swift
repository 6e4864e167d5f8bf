import AutoMLScheduling
import AutoMLSchedulingTestKit
import Testing

/// What the AutoML-toolkit tests its own scheduler for, over every backend.
@Suite("The scheduler's behaviour", .timeLimit(.minutes(5)))
struct SchedulerBehaviourTests {
  @Test("When the time is up, a run that waits records the result", arguments: Backends.all)
  func timeoutWaiting(_ backend: BackendUnderTest) async throws {
    let scene = try Scene(backend)
    let results = Sightings<Int>()
    scene.holding.onResult { _, result in results.add(result.value) }
    scene.atStart(scene.holding, scene.gate.visit(7))
    scene.openWhenFinishing()
    #expect(try await scene.scheduler.run(timeout: .milliseconds(20)).code == .timeout)
    #expect(results.all == [7])
    expect(scene.holding.eventCounts, ["on-submitted": 1, "on-done": 1, "on-result": 1])
    expect(
      scene.scheduler.eventCounts,
      [
        "on_start": 1, "on_future_submitted": 1, "on_timeout": 1, "on_finishing": 1,
        "on_future_done": 1, "on_future_result": 1, "on_finished": 1,
      ])
    #expect(await scene.scheduler.isEmpty)
    #expect(await !scene.scheduler.isRunning)
  }

  @Test("When the time is up, a run that does not wait cancels", arguments: Backends.all)
  func timeoutNotWaiting(_ backend: BackendUnderTest) async throws {
    let scene = try Scene(backend)
    scene.atStart(scene.holding, scene.gate.visit())
    let exit = try await scene.scheduler.run(timeout: .milliseconds(20), wait: false)
    #expect(exit.code == .timeout)
    expect(scene.holding.eventCounts, ["on-submitted": 1, "on-cancelled": 1])
    expect(
      scene.scheduler.eventCounts,
      [
        "on_start": 1, "on_future_submitted": 1, "on_timeout": 1, "on_finishing": 1,
        "on_future_cancelled": 1, "on_finished": 1,
      ])
    #expect(await scene.scheduler.isEmpty)
  }

  @Test("The time limit is that of the scheduler's clock", arguments: Backends.all)
  func clock(_ backend: BackendUnderTest) async throws {
    let clock = ManualClock()
    let scene = try Scene(backend, clock: clock)
    scene.atStart(scene.holding, scene.gate.visit())
    scene.openWhenFinishing()
    let run = Task { try await scene.scheduler.run(timeout: .seconds(3_600)) }
    await clock.sleepers(1)
    clock.advance(by: .seconds(3_599))
    #expect(await scene.scheduler.isRunning)
    #expect(scene.scheduler.onTimeout.count == 0)
    clock.advance(by: .seconds(1))
    #expect(try await run.value.code == .timeout)
  }

  @Test("The time limit is noticed within a chain of work", arguments: Backends.all)
  func timeoutInChain(_ backend: BackendUnderTest) async throws {
    let scene = try Scene(backend)
    let task = scene.task
    scene.atStart(task, 1)
    task.onResult { scheduler, _ in
      if scheduler.isRunning, scheduler.onTimeout.count == 0 {
        _ = try task.submit(1, on: scheduler)
      }
    }
    #expect(try await scene.scheduler.run(timeout: .milliseconds(30)).code == .timeout)
    #expect(scene.log.names.last == "S.finished")
  }

  @Test("The result of one task is the input of another", arguments: Backends.all)
  func chain(_ backend: BackendUnderTest) async throws {
    let scheduler = try backend.scheduler()
    let first = try scheduler.task(try backend.function(TestFunctions.double))
    let second = try scheduler.task(try backend.function(TestFunctions.square))
    let results = Sightings<Int>()
    scheduler.onStart { scheduler, _ in _ = try first.submit(5, on: scheduler) }
    first.onResult { scheduler, result in _ = try second.submit(result.value, on: scheduler) }
    second.onResult { _, result in results.add(result.value) }
    #expect(try await scheduler.run().code == .exhausted)
    #expect(results.all == [100])
    for task in [first, second] {
      expect(task.eventCounts, ["on-submitted": 1, "on-done": 1, "on-result": 1])
    }
    #expect(scheduler.eventCounts[.empty] == 1)
  }

  @Test("A run that does not end on empty can be refilled, then stopped", arguments: Backends.all)
  func queueEmptyStatus(_ backend: BackendUnderTest) async throws {
    let scene = try Scene(backend)
    let onEmpty = scene.scheduler.onEmpty
    try onEmpty(when: { onEmpty.count == 1 }) { [task = scene.task] scheduler, _ in
      _ = try task.submit(1, on: scheduler)
    }
    try onEmpty(when: { onEmpty.count == 2 }) { scheduler, _ in scheduler.stop() }
    let exit = try await scene.scheduler.run(timeout: .seconds(30), endOnEmpty: false)
    #expect(exit.code == .stopped)
    #expect(scene.scheduler.eventCounts[.empty] == 2)
    #expect(scene.scheduler.eventCounts[.stop] == 1)
    #expect(scene.scheduler.eventCounts[.futureResult] == 1)
  }

  @Test("A callback of on_start may be repeated, the start counts once", arguments: Backends.all)
  func repeatOnStart(_ backend: BackendUnderTest) async throws {
    let scene = try Scene(backend)
    try scene.scheduler.onStart(repeat: 10) { [task = scene.task] scheduler, _ in
      _ = try task.submit(1, on: scheduler)
    }
    try await scene.scheduler.run()
    #expect(scene.scheduler.eventCounts[.start] == 1)
    #expect(scene.scheduler.eventCounts[.futureResult] == 10)
  }

  @Test(
    "A delayed call is made after its time, and does not keep a run going",
    arguments: Backends.all)
  func delayedCall(_ backend: BackendUnderTest) async throws {
    let clock = ManualClock()
    let scene = try Scene(backend, clock: clock)
    let calls = Sightings<Int>()
    let (made, make) = AsyncStream.makeStream(of: Void.self)
    scene.scheduler.onStart { scheduler, _ in
      _ = try scheduler.callLater(after: .seconds(2)) { scheduler in
        calls.add(2)
        scheduler.stop()
      }
      _ = try scheduler.callLater(after: .seconds(1)) { _ in
        calls.add(1)
        make.yield()
      }
      _ = try scheduler.callLater(after: .seconds(3)) { _ in calls.add(3) }
    }
    let run = Task { try await scene.scheduler.run(endOnEmpty: false) }
    await clock.sleepers(3)
    clock.advance(by: .seconds(1))
    for await _ in made { break }
    clock.advance(by: .seconds(1))
    #expect(try await run.value.code == .stopped)
    #expect(calls.all == [1, 2])
    let dropped = Sightings<Int>()
    let second = try Scene(backend, clock: clock)
    second.scheduler.onStart { scheduler, _ in
      _ = try scheduler.callLater(after: .seconds(1)) { _ in dropped.add(1) }
    }
    #expect(try await second.scheduler.run().code == .exhausted)
    #expect(dropped.count == 0)
  }

  @Test("A delayed call of an earlier run is not made in a later one", arguments: Backends.all)
  func callOfEarlierRun(_ backend: BackendUnderTest) async throws {
    let clock = ManualClock()
    let scheduler = try backend.scheduler(clock: clock)
    let calls = Sightings<String>()
    try scheduler.onStart(maxCalls: 1) { scheduler, _ in
      _ = try scheduler.callLater(after: .seconds(1)) { _ in calls.add("first run") }
    }
    #expect(try await scheduler.run().code == .exhausted)
    let (made, make) = AsyncStream.makeStream(of: Void.self)
    scheduler.onStart { scheduler, _ in
      for seconds in [1, 2] {
        _ = try scheduler.callLater(after: .seconds(seconds)) { _ in
          calls.add("\(seconds)")
          make.yield()
        }
      }
    }
    async let exit = scheduler.run(endOnEmpty: false)
    var seen = made.makeAsyncIterator()
    for count in [2, 1] {
      await clock.sleepers(count)
      clock.advance(by: .seconds(1))
      _ = await seen.next()
    }
    await scheduler.stop()
    #expect(try await exit.code == .stopped)
    #expect(calls.all == ["1", "2"])
  }

  @Test("An error of a delayed call ends the run and is thrown", arguments: Backends.all)
  func failingCall(_ backend: BackendUnderTest) async throws {
    let scene = try Scene(backend)
    scene.scheduler.onStart { scheduler, _ in
      _ = try scheduler.callLater(after: .milliseconds(1)) { _ in throw TestFault("too late") }
    }
    await #expect(throws: TestFault("too late")) {
      try await scene.scheduler.run(timeout: .seconds(30), endOnEmpty: false)
    }
    #expect(scene.log.line == "S.start S.empty S.stop S.finishing S.finished")
  }

  @Test("A delayed call that is cancelled is never made", arguments: Backends.all)
  func cancelledCall(_ backend: BackendUnderTest) async throws {
    let scene = try Scene(backend)
    let calls = Sightings<Int>()
    scene.scheduler.onStart { scheduler, _ in
      try scheduler.callLater(after: .milliseconds(1)) { _ in calls.add(1) }.cancel()
    }
    let exit = try await scene.scheduler.run(timeout: .milliseconds(40), endOnEmpty: false)
    #expect(exit.code == .timeout)
    #expect(calls.count == 0)
  }

  @Test(
    "Work may be submitted and a run stopped from outside of callbacks", arguments: Backends.all)
  func outside(_ backend: BackendUnderTest) async throws {
    let scene = try Scene(backend)
    let (started, start) = AsyncStream.makeStream(of: Void.self)
    scene.scheduler.onStart { _, _ in start.yield() }
    let run = Task { try await scene.scheduler.run(endOnEmpty: false) }
    for await _ in started { break }
    let work = try #require(try await scene.scheduler.submit(scene.task, 21))
    #expect(try await work.value == 42)
    await scene.scheduler.stop()
    #expect(try await run.value.code == .stopped)
  }

  private func expect(
    _ counts: EventCounts, _ expected: EventCounts, _ location: SourceLocation = #_sourceLocation
  ) {
    #expect(counts.emitted == expected, sourceLocation: location)
  }
}
