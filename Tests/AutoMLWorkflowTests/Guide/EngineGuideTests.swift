import AutoMLModel
import AutoMLTracking
import AutoMLWorkflow
import Synchronization
import Testing

@Suite("Guide: Engine and threads", .timeLimit(.minutes(5)))
struct EngineGuideTests {
  let fixture: WorkflowFixture
  let lines = Lines()

  init() async throws { fixture = try await WorkflowFixture() }

  /// The guide's workers: W1 with GPU 0, W2 with GPU 1, and so on.
  func workers(_ count: Int) -> [WorkerConfiguration] {
    (0..<count).map { WorkerConfiguration("W\($0 + 1)", gpus: [$0]) }
  }

  @Test("WorkerConfig(name, gpu_ids): jobs run on the workers given, with their GPUs")
  func workerConfiguration() async throws {
    let meeting = Meeting(of: 3)
    let seen = Mutex<[String: [Int]]>([:])
    let executor = GuideExecutor { _, context in
      seen.withLock { $0[context[.workerName, default: ""]] = context[.gpus] }
      await meeting.arrive()
      return 1
    }
    _ = try await fixture.runGuide(GuideController(3), executor, workers: workers(3))
    #expect(seen.withLock { $0 } == ["W1": [0], "W2": [1], "W3": [2]])
  }

  @Test("A worker runs one job at a time, and no more jobs run than there are workers")
  func onePerWorker() async throws {
    struct Load {
      var busy: Set<String> = []
      var most = 0
      var clashes = 0
    }
    let load = Mutex(Load())
    let executor = GuideExecutor { _, context in
      let name = context[.workerName, default: ""]
      load.withLock { load in
        if !load.busy.insert(name).inserted { load.clashes += 1 }
        load.most = max(load.most, load.busy.count)
      }
      for _ in 0..<20 { await Task.yield() }
      load.withLock { _ = $0.busy.remove(name) }
      return 1
    }
    let summary = try await fixture.runGuide(
      GuideController(4, refined: 36), executor, workers: workers(3))
    #expect(summary.finishedJobs == 40)
    #expect(load.withLock { $0.clashes } == 0)
    #expect(load.withLock { $0.most } <= 3)
  }

  @Test("Engine(worker_configs, …) needs a worker")
  func noWorkers() async {
    await #expect(throws: EngineError.noWorkers) {
      _ = try await fixture.runGuide(workers: [])
    }
  }

  @Test("Engine.run runs one workflow, once")
  func once() async throws {
    let engine = try await Engine(
      connector: fixture.connector, controller: GuideController(1), executor: GuideExecutor(),
      options: EngineOptions(
        experiment: .new(ExperimentRequest(user: "tester", name: "once")),
        workers: .fixed(workers(1))))
    _ = try await engine.run(Context())
    await #expect(throws: EngineError.alreadyRun) { _ = try await engine.run(Context()) }
  }

  @Test("Engine.shutdown: handlers in reverse order, then executor and controller")
  func shutdown() async throws {
    let handlers = ["a ", "b "].map { HandlerGuideTests.Noting(name: $0, lines: lines) }
    _ = try await fixture.runGuide(
      GuideController(1, lines: lines), GuideExecutor(lines: lines), handlers: handlers)
    #expect(
      lines.all.suffix(4) == [
        "b shutdown", "a shutdown", "executor shutdown", "controller shutdown",
      ])
    #expect(lines.all.count { $0.hasSuffix("shutdown") } == 4)
  }

  @Test("Engine.run(ctx) uses the context it is given")
  func context() async throws {
    let main = Context()
    _ = try await fixture.runGuide(workers: workers(2), context: main)
    #expect(main[.numWorkers] == 2)
    #expect(main[.searchSpace] == (try guideSpace()))
  }

  @Test("The controller runs in the engine's thread while jobs are being executed")
  func mainThread() async throws {
    let meeting = Meeting(of: 2)
    // The second job ends only after the third, which the controller recommends meanwhile.
    let executor = GuideExecutor { recommendation, _ in
      if recommendation.id != 0 { await meeting.arrive() }
      return 1
    }
    let summary = try await fixture.runGuide(
      GuideController(2, refined: 1), executor, workers: workers(2))
    #expect(summary.finishedJobs == 3)
  }

  @Test("Data of all jobs in a handler stays whole among many job threads")
  func sharedState() async throws {
    let counts = Mutex((started: 0, ended: 0))
    let listener = Listener { event, _ in
      counts.withLock { counts in
        if event == .startJob { counts.started += 1 }
        if event == .endJob { counts.ended += 1 }
      }
    }
    _ = try await fixture.runGuide(
      GuideController(8, refined: 40), handlers: [listener], workers: workers(8))
    #expect(counts.withLock { $0.started } == 48)
    #expect(counts.withLock { $0.ended } == 48)
  }
}
