import AutoMLScheduling
import AutoMLSchedulingTestKit
import Testing

@Suite("Misuse is refused with a typed error", .timeLimit(.minutes(5)))
struct MisuseTests {
  @Test("Submitting before and after a run", arguments: Backends.all)
  func submitOutside(_ backend: BackendUnderTest) async throws {
    let scene = try Scene(backend)
    for _ in 0..<2 {
      await #expect(throws: SchedulerError.notRunning) {
        _ = try await scene.scheduler.submit("closure") { 1 }
      }
      await #expect(throws: SchedulerError.notRunning) {
        _ = try await scene.scheduler.submit(TestFunctions.double, 1)
      }
      await #expect(throws: SchedulerError.notRunning) {
        _ = try await scene.scheduler.submit(scene.task, 1)
      }
      await #expect(throws: SchedulerError.notRunning) {
        _ = try await scene.scheduler.callLater(after: .zero) { _ in }
      }
      try await scene.scheduler.run()
    }
    #expect(scene.scheduler.eventCounts[.futureSubmitted] == 0)
  }

  /// When submitting in a callback is refused.
  enum Moment: CaseIterable {
    case afterStop, inStop, inFinishingAfterStop, inFinished, whileDraining
  }

  @Test("Submitting once a run was stopped, or is winding up", arguments: Moment.allCases)
  func submitLate(_ moment: Moment) async throws {
    let scene = try Scene(.concurrent)
    let refusals = Sightings<SchedulerError>()
    let tryIt: Callback<Void> = { [task = scene.task] scheduler, _ in
      do {
        _ = try task.submit(1, on: scheduler)
      } catch let error as SchedulerError {
        refusals.add(error)
      }
    }
    switch moment {
    case .afterStop:
      scene.scheduler.onStart { scheduler, _ in
        scheduler.stop()
        try tryIt(scheduler, ())
      }
    case .inStop:
      scene.scheduler.onStart { scheduler, _ in scheduler.stop() }
      scene.scheduler.onStop { scheduler, _ in try tryIt(scheduler, ()) }
    case .inFinishingAfterStop:
      scene.scheduler.onStart { scheduler, _ in scheduler.stop() }
      scene.scheduler.onFinishing { scheduler, _ in try tryIt(scheduler, ()) }
    case .inFinished: scene.scheduler.onFinished { scheduler, _ in try tryIt(scheduler, ()) }
    case .whileDraining:
      scene.atStart(scene.holding, scene.gate.visit())
      scene.openWhenFinishing()
      scene.holding.onResult { scheduler, _ in try tryIt(scheduler, ()) }
    }
    try await scene.scheduler.run(timeout: moment == .whileDraining ? .milliseconds(1) : nil)
    #expect(refusals.all == [.notRunning])
    #expect(scene.task.eventCounts["on-submitted"] == 0)
  }

  @Test("Stopping outside of a run, and twice, does nothing")
  func stopOutside() async throws {
    let scene = try Scene(.concurrent)
    await scene.scheduler.stop()
    await scene.scheduler.stopNow()
    scene.scheduler.onStart { scheduler, _ in
      scheduler.stop("first")
      scheduler.stop("second", error: TestFault())
    }
    scene.scheduler.onStop { _, stop in #expect(stop.message == "first") }
    #expect(try await scene.scheduler.run().code == .stopped)
    await scene.scheduler.stop()
    #expect(scene.log.line == "S.start S.stop S.finishing S.finished")
  }

  @Test("A run within a run")
  func nestedRun() async throws {
    let scene = try Scene(.concurrent)
    scene.atStart(scene.holding, scene.gate.visit())
    let run = Task { try await scene.scheduler.run() }
    try await scene.gate.begun()
    await #expect(throws: SchedulerError.alreadyRunning) { try await scene.scheduler.run() }
    try scene.gate.open()
    #expect(try await run.value.code == .exhausted)
  }

  @Test("A task of another scheduler")
  func foreignTask() async throws {
    let scene = try Scene(.concurrent)
    let foreign = try Scheduler(backend: .sequential).task(TestFunctions.square)
    scene.scheduler.onStart { scheduler, _ in
      #expect(throws: SchedulerError.foreignTask("square")) {
        _ = try foreign.submit(1, on: scheduler)
      }
      _ = try foreign.submit(1, on: scheduler)
    }
    await #expect(throws: SchedulerError.foreignTask("square")) {
      try await scene.scheduler.run()
    }
    #expect(foreign.eventCounts == [:])
  }

  @Test("A pool without workers", arguments: [0, -1, .min])
  func invalidWidth(_ width: Int) {
    #expect(throws: SchedulerError.invalidWidth(width)) { try ConcurrentBackend(width: width) }
    #expect(throws: SchedulerError.invalidWidth(width)) { try SubprocessBackend(width: width) }
    #expect(throws: SchedulerError.invalidWidth(width)) {
      try WorkerPool(width: width, command: ["x"])
    }
  }

  @Test("A plugin for a task of another scheduler")
  func foreignAttach() throws {
    let scheduler = Scheduler(backend: .sequential)
    let foreign = try Scheduler(backend: .sequential).task(TestFunctions.square)
    #expect(throws: SchedulerError.foreignTask("square")) {
      try scheduler.attach(try Limiter(maxCalls: 1), to: foreign)
    }
    #expect(foreign.plugins.isEmpty)
    #expect(foreign.eventCounts == [:])
  }

  @Test(
    "Cancelling on another scheduler, which leaves its work of that number alone",
    arguments: Backends.all)
  func foreignCancel(_ backend: BackendUnderTest) async throws {
    let (own, other) = (try Scene(backend), try Scene(backend))
    let (works, found) = AsyncStream.makeStream(of: SubmittedWork<Int>.self)
    own.scheduler.onStart { scheduler, _ in
      if let work = try own.holding.submit(own.gate.visit(7), on: scheduler) { found.yield(work) }
    }
    other.atStart(other.holding, other.gate.visit(8))
    async let exit = own.scheduler.run()
    async let otherExit = other.scheduler.run()
    for await work in works {
      try await own.gate.begun(7)
      try await other.gate.begun(8)
      await other.scheduler.cancelHere(work)
      try own.gate.open()
      try other.gate.open()
      #expect(try await work.value == 7)
      break
    }
    #expect(try await exit.code == .exhausted)
    #expect(try await otherExit.code == .exhausted)
    for scene in [own, other] {
      #expect(scene.scheduler.eventCounts[.futureCancelled] == 0)
      #expect(scene.scheduler.eventCounts[.futureResult] == 1)
    }
  }

  @Test("Limits that let nothing through", arguments: [0, -1])
  func invalidLimits(_ limit: Int) {
    #expect(throws: SchedulerError.invalidLimit("maxCalls", "\(limit)")) {
      try Limiter(maxCalls: limit)
    }
    #expect(throws: SchedulerError.invalidLimit("maxConcurrent", "\(limit)")) {
      try Limiter(maxConcurrent: limit)
    }
  }

  @Test("Rules for cancellations and interrupts, before anything is run")
  func forbiddenRules() async throws {
    let scene = try Scene(.concurrent)
    for (rule, name) in [
      (ExceptionRule.on(CancellationError.self, .continue), "CancellationError"),
      (.on(Interrupted.self, .continue), "Interrupted"),
    ] {
      await #expect(throws: SchedulerError.forbiddenRule(name)) {
        try await scene.scheduler.run(onException: .byType([.on(TestFault.self, .end), rule]))
      }
    }
    #expect(scene.log.names.isEmpty)
    #expect(try await scene.scheduler.run().code == .exhausted)
  }

  @Test("A limiter that waits for its own task")
  func ownTask() throws {
    let scheduler = Scheduler(backend: .sequential)
    let task = try scheduler.task(TestFunctions.double)
    #expect(throws: SchedulerError.limiterNamesItsOwnTask("double")) {
      try scheduler.attach(try Limiter(notWhileRunning: [task]), to: task)
    }
    #expect(task.plugins.isEmpty)
    #expect(throws: SchedulerError.self) { try task.on(.callLimitReached) { _, _ in } }
  }

  @Test("A second limiter of a task")
  func twoLimiters() throws {
    let scheduler = Scheduler(backend: .sequential)
    #expect(throws: SchedulerError.duplicateEvent("call-limit-reached")) {
      _ = try scheduler.task(
        TestFunctions.double, plugins: [Limiter(maxCalls: 1), Limiter(maxConcurrent: 1)])
    }
    let task = try scheduler.task(TestFunctions.double, plugins: [Limiter(maxCalls: 1)])
    #expect(throws: SchedulerError.duplicateEvent("call-limit-reached")) {
      try scheduler.attach(try Limiter(maxConcurrent: 1), to: task)
    }
    #expect(task.plugins.count == 1)
  }

  @Test("A command without words, and a function without a name")
  func emptyCommand() {
    #expect(throws: SchedulerError.emptyCommand) { try Function<Int, Int>("f", command: []) }
    #expect(throws: SchedulerError.emptyCommand) { try Function<Int, Int>("", command: ["f"]) }
  }

  @Test(
    "A script on a backend of this process, which fails the work",
    arguments: Backends.inThisProcess)
  func script(_ backend: BackendUnderTest) async throws {
    let scheduler = try backend.scheduler()
    let script = try Function<Int, Int>("script", command: ["/bin/true"])
    scheduler.onStart { scheduler, _ in _ = try scheduler.submit(script, 1) }
    await #expect(throws: ComputeError.self) { try await scheduler.run() }
    #expect(scheduler.eventCounts[.futureException] == 1)
  }
}

extension Scheduler {
  /// Cancels work as a callback of this scheduler does.
  fileprivate func cancelHere(_ work: SubmittedWork<Int>) { work.cancel(on: self) }
}
