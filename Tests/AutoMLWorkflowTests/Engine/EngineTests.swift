import AutoMLModel
import AutoMLTracking
import AutoMLTrackingSQLite
import AutoMLWorkflow
import Synchronization
import Testing

@Suite("Engine")
struct EngineTests {
  let fixture: WorkflowFixture

  init() async throws { fixture = try await WorkflowFixture() }

  func jobs(_ summary: WorkflowSummary) async throws -> [JobRecord] {
    try await fixture.connector.history(of: summary.experiment, after: nil, limit: 10_000)
  }

  @Test("Every recommendation becomes a finished job", arguments: [1, 4])
  func allFinished(workers: Int) async throws {
    let summary = try await fixture.run(
      20, workers: .fixed((0..<workers).map { WorkerConfiguration("W\($0)") })
    ) { number, _ in Double(number) }
    #expect(summary.status == .finished)
    #expect(summary.finishedJobs == 20)
    let jobs = try await jobs(summary)
    #expect(Set(jobs.map(\.number)) == Set(0..<20))
    #expect(jobs.allSatisfy { $0.status == .finished && $0.score == Double($0.number) })
    #expect(
      try await fixture.connector.experimentStatus(summary.experiment) == .finished)
  }

  @Test("An empty list of first recommendations ends the workflow at once")
  func nothingToDo() async throws {
    let summary = try await fixture.run(0) { _, _ in 0 }
    #expect(summary.status == .finished)
    #expect(try await jobs(summary).isEmpty)
  }

  @Test("A failed attempt is retried, and the failures of one job do not disturb others")
  func retries() async throws {
    let summary = try await fixture.run(
      4, retries: RetryPolicy(count: 1), policy: .continueAfterJobException
    ) { number, context in
      guard let job = context[.job] else { return 0 }
      if number == 1, job.attemptNumber == 0 { throw JobFailure(.exit, "once", exitCode: 9) }
      if number == 2 { throw JobFailure(.score, "always") }
      return 1
    }
    #expect(summary.status == .finished)
    #expect(summary.finishedJobs == 3)
    #expect(summary.failedJobs == 1)
    let jobs = try await jobs(summary).sorted { $0.number < $1.number }
    #expect(jobs.map(\.status) == [.finished, .finished, .failed, .finished])
    #expect(jobs.map(\.attempts) == [1, 2, 2, 1])
    let attempts = try await fixture.connector.attempts(of: jobs[1].id)
    #expect(attempts.map(\.status) == [.failed, .succeeded])
    #expect(attempts[0].ending == AttemptEnding(exitCode: 9, error: "once"))
  }

  @Test("The controller is told of every outcome with the job's context")
  func outcomes() async throws {
    let controller = await NumberController(3)
    _ = try await fixture.run(3, policy: .continueAfterJobException, controller: controller) {
      number, _ in
      if number == 1 { throw JobFailure(.exit, "no") }
      return Double(number)
    }
    let outcomes = await controller.outcomes
    #expect(Set(outcomes.map(\.recommendationID)) == [0, 1, 2])
    for outcome in outcomes {
      let failed = outcome.recommendationID == 1
      #expect(outcome.status == (failed ? .error : .ok))
      #expect((outcome.score == nil) == failed)
      #expect(outcome.context?[.jobStatus] == outcome.status)
    }
  }

  @Test("An exception in the executor stops the workflow, or not, as the policy says")
  func exception() async throws {
    struct Broken: Error {}
    for (policy, status) in [
      (StopPolicy.stopOnException, ExperimentStatus.failed),
      (.continueAfterJobException, .finished),
    ] {
      let summary = try await fixture.run(5, policy: policy) { number, _ in
        if number == 0 { throw Broken() }
        return 1
      }
      #expect(summary.status == status)
      #expect(try await jobs(summary).first { $0.number == 0 }?.status == .failed)
    }
  }

  @Test("A stop asked for by a job ends the workflow as STOPPED with its message")
  func stopWork() async throws {
    let summary = try await fixture.run(100) { number, context in
      if number == 3 { context.stopWork("that will do") }
      return 1
    }
    #expect(summary.status == .stopped)
    #expect(summary.cause == .stopWork("that will do"))
    let messages = try await fixture.connector.errorMessages(of: summary.experiment)
    #expect(messages.first?.text.contains("that will do") == true)
  }

  @Test("A stop from outside interrupts running jobs, which wait for another run")
  func stopFromOutside() async throws {
    let (begun, begin) = AsyncStream.makeStream(of: Void.self)
    let engine = Mutex<Engine?>(nil)
    async let stopper: Void = {
      for await _ in begun { break }
      engine.withLock { $0 }?.stop()
    }()
    let summary = try await fixture.run(
      10, workers: .fixed([WorkerConfiguration("A"), WorkerConfiguration("B")]),
      started: { started in engine.withLock { $0 = started } }
    ) { _, _ in
      begin.yield()
      try await Task.sleep(for: .seconds(3600))
      return 1
    }
    await stopper
    #expect(summary.status == .stopped)
    #expect(summary.cause == .interrupted)
    let jobs = try await jobs(summary)
    #expect(!jobs.isEmpty)
    #expect(jobs.allSatisfy { $0.status == .pending })
    for job in jobs {
      #expect(try await fixture.connector.attempts(of: job.id).map(\.status) == [.cancelled])
    }
  }

  @Test("The target score ends the experiment as FINISHED, its waiting jobs as CANCELLED")
  func targetScore() async throws {
    let summary = try await fixture.run(
      100, retries: RetryPolicy(count: 1, backoff: .seconds(3600)),
      limits: WorkflowLimits(targetScore: 5), policy: .continueAfterJobException
    ) { number, _ in
      if number == 1 { throw JobFailure(.exit, "waits for its retry") }
      return Double(number)
    }
    #expect(summary.status == .finished)
    #expect(summary.cause == .targetScore(5))
    let jobs = try await jobs(summary)
    #expect(jobs.first { $0.number == 1 }?.status == .cancelled)
    #expect(jobs.count < 10)
  }

  @Test("Too many failures end the experiment as FAILED")
  func failureLimit() async throws {
    let summary = try await fixture.run(
      100, limits: WorkflowLimits(failures: 3), policy: .continueAfterJobException
    ) { _, _ in throw JobFailure(.exit, "no") }
    #expect(summary.status == .failed)
    #expect(summary.cause == .failures(3))
    #expect(try await jobs(summary).count == 3)
  }

  @Test("Resources are held while a job runs and free afterwards; GPUs reach the job's context")
  func resources() async throws {
    let ids = try await fixture.connector.addResources([
      ResourceDescription(type: "gpu", device: 4), ResourceDescription(type: "gpu", device: 7),
    ])
    let seen = Mutex<Set<[Int]>>([])
    let summary = try await fixture.run(
      6, workers: .resources(parallel: 3, ResourceRequest(type: "gpu"))
    ) { [connector = fixture.connector] _, context in
      let gpus = context[.gpus] ?? []
      seen.withLock { _ = $0.insert(gpus) }
      let busy = try await connector.resources(type: "gpu").filter { $0.status == .busy }
      return Double(busy.count)
    }
    #expect(summary.finishedJobs == 6)
    #expect(seen.withLock { $0 }.isSubset(of: [[4], [7]]))
    #expect(try await jobs(summary).allSatisfy { (1...2).contains($0.score ?? 0) })
    #expect(try await fixture.connector.availableResources(type: "gpu") == ids)
  }

  @Test("A retry prefers another resource than the one it failed on")
  func avoidance() async throws {
    _ = try await fixture.connector.addResources([
      ResourceDescription(type: "gpu", device: 0), ResourceDescription(type: "gpu", device: 1),
    ])
    let summary = try await fixture.run(
      1, workers: .resources(parallel: 1, ResourceRequest(type: "gpu")),
      retries: RetryPolicy(count: 1)
    ) { _, context in
      if context[.gpus] == [0] { throw JobFailure(.exit, "this one is broken") }
      return 1
    }
    let job = try #require(try await jobs(summary).first)
    #expect(job.status == .finished)
    #expect(Set(try await fixture.connector.attempts(of: job.id).flatMap(\.resources)).count == 2)
  }

  @Test("A workflow that can never have its resources is refused before it is recorded")
  func tooFewResources() async throws {
    await #expect(throws: EngineError.tooFewResources(type: "gpu", wanted: 2, declared: 0)) {
      _ = try await fixture.run(
        1, workers: .resources(parallel: 1, ResourceRequest(type: "gpu", count: 2))
      ) { _, _ in 1 }
    }
    #expect(try await fixture.connector.experiments().isEmpty)
  }

  @Test("Events come in the guide's order, and every start of a job has its end")
  func events() async throws {
    let lines = Lines()
    let recorder = HandlerChainTests.Recorder("h", lines)
    _ = try await fixture.run(2, policy: .continueAfterJobException, handlers: [recorder]) {
      number, _ in
      if number == 1 { throw JobFailure(.exit, "no") }
      return 1
    }
    let all = lines.all
    #expect(
      all.prefix(5) == [
        "h up", "h start_automl", "h search_space_available", "h recommendations_available",
        "h start_job",
      ])
    #expect(all.suffix(2) == ["h end_automl", "h down"])
    #expect(all.filter { $0 == "h start_job" }.count == 2)
    #expect(all.filter { $0 == "h end_job" }.count == 2)
  }

  @Test("A stop that comes before the workflow has begun ends it without a job")
  func stopBeforeBegin() async throws {
    let summary = try await fixture.run(5, started: { $0.stop() }) { _, _ in 1 }
    #expect(summary.status == .stopped)
    #expect(try await jobs(summary).isEmpty)
  }

  @Test("A handler that fails at the start does not end the workflow before it has begun")
  func failingHandler() async throws {
    let summary = try await fixture.run(
      3, policy: .continueAfterJobException, handlers: [HandlerChainTests.Broken()]
    ) { _, _ in 1 }
    #expect(summary.finishedJobs == 3)
  }

  @Test("An error of the store ends the run after everything has ended")
  func storeFails() async throws {
    await #expect(throws: TrackingError.self) {
      _ = try await fixture.run(5) { [connector = fixture.connector] number, _ in
        if number == 1 { try await connector.close() }
        return 1
      }
    }
  }
}
