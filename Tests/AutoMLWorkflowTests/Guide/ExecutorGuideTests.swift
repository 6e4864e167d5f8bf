import AutoMLModel
import AutoMLTracking
import AutoMLWorkflow
import Synchronization
import Testing

@Suite("Guide: Executor", .timeLimit(.minutes(5)))
struct ExecutorGuideTests {
  struct Broken: Error {}

  let fixture: WorkflowFixture
  let lines = Lines()

  init() async throws { fixture = try await WorkflowFixture() }

  @Test("determine_search_space is called once, before anything else")
  func space() async throws {
    let executor = GuideExecutor(lines: lines) { [lines] _, _ in
      lines.add("execute")
      return 1
    }
    _ = try await fixture.runGuide(GuideController(1, refined: 1, lines: lines), executor)
    #expect(
      lines.all == [
        "determine_search_space", "set_search_space", "initial_recommendation", "execute",
        "refine_recommendation", "execute", "refine_recommendation", "executor shutdown",
        "controller shutdown",
      ])
  }

  @Test("execute runs in several tasks at once, each with a context of its own")
  func concurrent() async throws {
    let meeting = Meeting(of: 3)
    let contexts = Mutex<Set<ObjectIdentifier>>([])
    let executor = GuideExecutor { _, context in
      contexts.withLock { _ = $0.insert(ObjectIdentifier(context)) }
      // Nobody comes out before all three are in.
      await meeting.arrive()
      return 1
    }
    let controller = GuideController(3)
    let workers = (1...3).map { WorkerConfiguration("W\($0)") }
    let summary = try await fixture.runGuide(controller, executor, workers: workers)
    #expect(summary.finishedJobs == 3)
    // The outcomes keep the contexts, so that none has had another one's place in memory.
    let kept = await controller.outcomes.compactMap(\.context).map(ObjectIdentifier.init)
    #expect(contexts.withLock { $0 } == Set(kept))
    #expect(Set(kept).count == 3)
  }

  @Test("What execute returns is the outcome's score")
  func score() async throws {
    let controller = GuideController(1)
    _ = try await fixture.runGuide(controller, GuideExecutor { _, _ in 0.125 })
    let outcomes = await controller.outcomes
    #expect(outcomes.map(\.score?.value) == [0.125])
    #expect(outcomes.map(\.status) == [.ok])
  }

  @Test("An exception in execute is an outcome of that status where the workflow goes on")
  func exception() async throws {
    let controller = GuideController(1, refined: 1)
    let context = Context()
    let summary = try await fixture.runGuide(
      controller, GuideExecutor { _, _ in throw Broken() }, policy: .continueAfterJobException,
      context: context)
    #expect(await controller.outcomes.map(\.status) == [.exception, .exception])
    #expect(summary.failedJobs == 2)
    #expect(context.exceptions.count == 2)
  }

  @Test("An exception in execute stops the workflow, as the guide has it")
  func exceptionStops() async throws {
    let summary = try await fixture.runGuide(
      GuideController(9), GuideExecutor { _, _ in throw Broken() })
    #expect(summary.status == .failed)
    #expect(summary.failedJobs == 1)
  }

  @Test("An exception in determine_search_space stops the workflow before it has begun")
  func spaceFails() async throws {
    struct Spaceless: Executor {
      func execute(_: Recommendation, context: Context) async throws -> Score { try Score(1) }
      func determineSearchSpace(context: Context) async throws -> SearchSpace { throw Broken() }
    }
    let engine = try await Engine(
      connector: fixture.connector, controller: GuideController(1, lines: lines),
      executor: Spaceless(),
      options: EngineOptions(
        experiment: .new(ExperimentRequest(user: "tester", name: "spaceless")),
        workers: .fixed([WorkerConfiguration("W1")])))
    let summary = try await engine.run()
    #expect(summary.status == .failed)
    #expect(lines.all.isEmpty)
  }

  @Test("abort is called at an immediate stop, and only then", arguments: [false, true])
  func abort(isImmediate: Bool) async throws {
    let (begun, begin) = AsyncStream.makeStream(of: Void.self)
    let engine = Mutex<Engine?>(nil)
    let stopper = Task {
      for await _ in begun { break }
      engine.withLock { $0 }?.stop(isImmediate ? .immediate : .graceful)
    }
    let executor = GuideExecutor(lines: lines) { _, _ in
      begin.yield()
      try await Task.sleep(for: .seconds(3600))
      return 1
    }
    let controller = GuideController(2)
    let summary = try await fixture.runGuide(
      controller, executor, started: { started in engine.withLock { $0 = started } })
    await stopper.value
    #expect(summary.status == .stopped)
    #expect(
      lines.all == ["determine_search_space"] + (isImmediate ? ["abort"] : [])
        + ["executor shutdown"])
  }

  @Test("execute is cancelled when the workflow stops")
  func cancelled() async throws {
    let wasCancelled = Mutex(false)
    let executor = GuideExecutor { _, context in
      context.stopWork("now")
      defer { wasCancelled.withLock { $0 = Task.isCancelled } }
      try await Task.sleep(for: .seconds(3600))
      return 1
    }
    let summary = try await fixture.runGuide(GuideController(1), executor)
    #expect(summary.cause == .stopWork("now"))
    #expect(wasCancelled.withLock { $0 })
  }

  @Test("abort and shutdown may be left out")
  func optional() async throws {
    let summary = try await fixture.run(1) { _, _ in 1 }
    #expect(summary.finishedJobs == 1)
  }
}

/// Where tasks wait until so many of them have come.
actor Meeting {
  private let count: Int
  private var waiting: [CheckedContinuation<Void, Never>] = []

  init(of count: Int) { self.count = count }

  func arrive() async {
    await withCheckedContinuation { continuation in
      waiting.append(continuation)
      guard waiting.count == count else { return }
      for continuation in waiting { continuation.resume() }
      waiting = []
    }
  }
}
