import AutoMLScheduling
import AutoMLSchedulingTestKit
import Testing

/// Where the scheduler keeps what the guide promises and the program behind it does not.
@Suite("Deviations", .timeLimit(.minutes(5)))
struct DeviationTests {
  @Test("T11: work that ends within on_empty makes it empty once more")
  func emptyAgain() async throws {
    let scheduler = Scheduler(backend: .sequential)
    scheduler.onEmpty { scheduler, _ in
      if scheduler.onEmpty.count < 5 { try scheduler.submit { 1 }.cancel(on: scheduler) }
    }
    let state = try await scheduler.run(onCancelled: .continue)
    #expect(state.code == .exhausted)
    #expect(scheduler.onEmpty.count == 5)
    #expect(scheduler.onFutureCancelled.count == 4)
  }

  @Test("T11: a refill in on_empty keeps the run going", arguments: Backends.all)
  func refill(_ backend: BackendUnderTest) async throws {
    let scene = try Scene(backend)
    try scene.scheduler.onEmpty(maxCalls: 2) { [task = scene.task] scheduler, _ in
      _ = try task.submit(1, on: scheduler)
    }
    #expect(try await scene.scheduler.run().code == .exhausted)
    let once = "S.future_submitted T.submitted S.future_done S.future_result T.done T.result"
    #expect(
      scene.log.line
        == "S.start S.empty \(once) S.empty \(once) S.empty S.finishing S.finished")
  }

  @Test("T11: also without waiting, the refilled work is done, not cancelled")
  func refillWithoutWaiting() async throws {
    let scene = try Scene(.concurrent)
    try scene.scheduler.onEmpty(maxCalls: 1) { [task = scene.task] scheduler, _ in
      _ = try task.submit(1, on: scheduler)
    }
    #expect(try await scene.scheduler.run(wait: false).code == .exhausted)
    #expect(scene.scheduler.eventCounts[.futureResult] == 1)
    #expect(scene.scheduler.eventCounts[.futureCancelled] == 0)
  }

  @Test("T12: 'every 3' begins with the third emission")
  func every() async throws {
    let scheduler = try BackendUnderTest.sequential.scheduler()
    let runs = Sightings<Int>()
    try scheduler.onStart(every: 3) { scheduler, _ in runs.add(scheduler.onStart.count) }
    for _ in 0..<7 { try await scheduler.run() }
    #expect(runs.all == [3, 6])
  }

  @Test("T13: an error in on_start lets the run end in order")
  func startFails() async throws {
    let scene = try Scene(.concurrent)
    scene.scheduler.onStart { _, _ in throw TestFault() }
    await #expect(throws: TestFault()) { try await scene.scheduler.run() }
    #expect(scene.log.line == "S.start S.stop S.finishing S.finished")
  }

  @Test("T13: an error in on_empty is not lost")
  func emptyFails() async throws {
    let scene = try Scene(.concurrent)
    scene.scheduler.onEmpty { _, _ in throw TestFault() }
    await #expect(throws: TestFault()) { try await scene.scheduler.run() }
    #expect(scene.log.line == "S.start S.empty S.stop S.finishing S.finished")
  }

  @Test(
    "T14: all results are there in on_finished and when run returns", arguments: Backends.all)
  func drained(_ backend: BackendUnderTest) async throws {
    let scene = try Scene(backend)
    let atFinish = Sightings<Int>()
    scene.scheduler.onFinished { scheduler, _ in
      atFinish.add(scheduler.onFutureResult.count)
      atFinish.add(scheduler.queue.count + scheduler.executing)
    }
    for number in 0..<5 { scene.atStart(scene.holding, scene.gate.visit(number)) }
    scene.openWhenFinishing()
    #expect(try await scene.scheduler.run(timeout: .milliseconds(1)).code == .timeout)
    #expect(atFinish.all == [5, 0])
    #expect(scene.scheduler.eventCounts[.futureResult] == 5)
    #expect(scene.log.names.last == "S.finished")
  }

  @Test("T15: there is a pool that works in this process, several pieces at once")
  func threads() async throws {
    let scheduler = Scheduler(backend: try .concurrent(width: 3))
    let gate = try FileGate()
    let here = try await TestFunctions.processID.body(0)
    let results = Sightings<Int>()
    scheduler.onStart { scheduler, _ in
      // Each ends only when all three are under way.
      for number in 0..<3 {
        try scheduler.submit(
          TestFunctions.meet, .init(folder: gate.folder, number: number, count: 3))
      }
      try scheduler.submit(TestFunctions.processID, 0)
    }
    scheduler.onFutureResult { _, result in results.add(result.value as? Int ?? -1) }
    #expect(try await scheduler.run().code == .exhausted)
    #expect(Set(results.all) == [0, 1, 2, here])
    #expect(results.count == 4)
  }

  @Test("T16: the limiter tells which task was running, and which was refused with what")
  func limiterPayload() async throws {
    let scene = try Scene(.concurrent)
    let limited = try scene.scheduler.task(
      TestFunctions.square, plugins: [Limiter(notWhileRunning: [scene.holding])])
    let told = Sightings<String>()
    try limited.on(.disabledDueToRunningTask) { _, disabled in
      told.add(disabled.runningTask.name)
      told.add("\(disabled.refused.task.name) \(disabled.refused.input)")
    }
    scene.scheduler.onStart { [scene] scheduler, _ in
      _ = try scene.holding.submit(scene.gate.visit(), on: scheduler)
      let work = try limited.submit(7, on: scheduler)
      #expect(work == nil)
      try scene.gate.open()
    }
    try await scene.scheduler.run()
    #expect(told.all == ["hold", "square 7"])
  }

  @Test("T17: a scheduler may be run again, with new work each time", arguments: Backends.all)
  func again(_ backend: BackendUnderTest) async throws {
    let scene = try Scene(backend)
    scene.atStart(scene.task, 1, 2)
    for run in 1...5 {
      #expect(try await scene.scheduler.run().code == .exhausted)
      #expect(scene.scheduler.eventCounts[.futureResult] == 2 * run)
      #expect(scene.scheduler.eventCounts[.finished] == run)
    }
  }

  @Test("T17: a run may follow one that was stopped, and one that raised")
  func afterStop() async throws {
    let scene = try Scene(.concurrent)
    let runs = Sightings<Int>()
    scene.scheduler.onStart { [failing = scene.failing] scheduler, _ in
      runs.add(1)
      if runs.count == 1 {
        scheduler.stop()
      } else {
        _ = try failing.submit("", on: scheduler)
      }
    }
    let first = try await scene.scheduler.run()
    #expect(first.code == .stopped)
    await #expect(throws: TestFault.self) { try await scene.scheduler.run() }
    let exit = try await scene.scheduler.run(onException: .continue)
    #expect(exit.code == .exhausted)
    #expect(exit.error == nil)
  }

  @Test("A stop from another task is noticed", arguments: Backends.all)
  func stopFromOutside(_ backend: BackendUnderTest) async throws {
    let scene = try Scene(backend)
    scene.atStart(scene.holding, scene.gate.visit())
    async let exit = scene.scheduler.run(timeout: .seconds(50), wait: false)
    try await scene.gate.begun()
    scene.scheduler.requestStop("from outside")
    #expect(try await exit.code == .stopped)
    #expect(
      scene.log.line
        == """
        S.start S.future_submitted T.submitted S.stop S.finishing S.future_cancelled \
        T.cancelled S.finished
        """)
  }

  @Test("Cancelling the task around a run stops it in order, whatever it was asked for")
  func surroundingTask() async throws {
    let scene = try Scene(.concurrent)
    scene.atStart(scene.holding, scene.gate.visit())
    let run = Task { try await scene.scheduler.run() }
    try await scene.gate.begun()
    run.cancel()
    #expect(try await run.value.code == .stopped)
    #expect(scene.log.names.suffix(3) == ["S.future_cancelled", "T.cancelled", "S.finished"])
  }
}
