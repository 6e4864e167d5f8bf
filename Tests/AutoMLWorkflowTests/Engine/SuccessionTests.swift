import AutoMLModel
import AutoMLTracking
import AutoMLWorkflow
import Dispatch
import Synchronization
import Testing

@Suite("From one job to the next")
struct SuccessionTests {
  let fixture: WorkflowFixture
  var store: any Connector { fixture.connector }

  init() async throws { fixture = try await WorkflowFixture() }

  private func jobs(_ id: ExperimentID) async throws -> [JobRecord] {
    try await store.history(of: id, after: nil, limit: 1_000).sorted { $0.number < $1.number }
  }

  @Test("A job begins in the transaction that ends the one before it")
  func oneTransaction() async throws {
    let summary = try await fixture.run(10) { number, _ in Double(number) }
    let jobs = try await jobs(summary.experiment)
    #expect(jobs.count == 10)
    // Whatever one transaction records has the same time.
    for (job, next) in zip(jobs, jobs.dropFirst()) {
      #expect(try await store.attempts(of: next.id)[0].started == job.ended)
    }
  }

  @Test("A job that was begun with the end of another is put back when a handler asks to stop")
  func putBack() async throws {
    let summary = try await fixture.run(5, handlers: [StopAtFirstEnd()]) { number, _ in
      Double(number)
    }
    #expect(summary.cause == .stopWork("enough"))
    #expect(summary.finishedJobs == 1)
    let before = try await jobs(summary.experiment)
    #expect(before.map(\.number) == [0, 1])
    #expect(before.first?.status == .finished)
    let attempts = try await store.attempts(of: before[1].id)
    #expect(attempts.map(\.status) == [.cancelled])
    #expect(attempts.allSatisfy { $0.processGroup == nil && $0.ended != nil })

    #expect(summary.status == .stopped)
    #expect(before[1].status == .pending)
    let rest = try await fixture.run(5, resuming: summary.experiment) { number, _ in
      Double(number)
    }
    #expect(rest.status == .finished)
    let after = try await jobs(summary.experiment)
    #expect(after.map(\.number) == Array(0..<5))
    #expect(after.allSatisfy { $0.status == .finished })
  }

  @Test("A request to stop that comes before the end of a job lets no other begin")
  func refusedByTheStore() async throws {
    let store = store
    let summary = try await fixture.run(5) { number, context in
      let experiment = try #require(context[.job]).experiment
      try await store.requestStop(experiment)
      return Double(number)
    }
    #expect(summary.cause == .requested)
    let jobs = try await jobs(summary.experiment)
    #expect(jobs.map(\.status) == [.finished])
    #expect(try await store.experimentStatus(summary.experiment) == .stopped)
  }

  @Test("Whoever stops on the way is obeyed before the next job is begun")
  func stopOnTheWay() async throws {
    let summary = try await fixture.run(5) { number, context in
      context.stopWork("seen enough")
      return Double(number)
    }
    #expect(summary.cause == .stopWork("seen enough"))
    #expect(try await jobs(summary.experiment).map(\.number) == [0])
  }

  @Test("The limits count an end before the next job is begun", arguments: [1, 3])
  func limits(workers: Int) async throws {
    let summary = try await fixture.run(
      20, workers: .fixed((0..<workers).map { WorkerConfiguration("W\($0)") }),
      limits: WorkflowLimits(targetScore: 0)
    ) { _, _ in 0 }
    #expect(summary.cause == .targetScore(0))
    if workers == 1 {
      #expect(try await jobs(summary.experiment).map(\.number) == [0])
    }
  }

  @Test("The end of a job is recorded while the controller thinks about another")
  func slowController() async throws {
    let store = store
    let experiment = Mutex<ExperimentID?>(nil)
    let controller = await ThinkingController()
    // Lets the controller go on as soon as the second job's end can be read in the store.
    let observer = Task { @Sendable in
      for _ in 0..<12_000 where !Task.isCancelled {
        if let id = experiment.withLock({ $0 }), try await store.tally(of: id).jobs[.finished] == 2
        {
          controller.goOn.signal()
          return true
        }
        try await Task.sleep(for: .milliseconds(5))
      }
      return false
    }
    _ = try await fixture.run(
      2, workers: .fixed([WorkerConfiguration("W1"), WorkerConfiguration("W2")]),
      controller: controller
    ) { number, context in
      experiment.withLock { $0 = context[.job]?.experiment }
      // The second one ends when the controller is thinking about the first.
      while number == 1, !controller.isThinking.load(ordering: .acquiring) {
        try await Task.sleep(for: .milliseconds(1))
      }
      return Double(number)
    }
    #expect(try await observer.value)
    #expect(await controller.wasLetGo)
  }

  @Test("Cancelling the task of a run stops the workflow in order")
  func cancelledRun() async throws {
    let fixture = fixture
    let (running, feed) = AsyncStream.makeStream(of: Void.self)
    let run = Task {
      try await fixture.run(5) { number, _ in
        if number == 0 { return 0 }
        feed.yield()
        try await Task.sleep(for: .seconds(600))
        return 1
      }
    }
    for await _ in running { break }
    run.cancel()
    let summary = try await run.value
    #expect(summary.cause == .interrupted)
    #expect(summary.status == .stopped)
    let jobs = try await jobs(summary.experiment)
    #expect(jobs.map(\.status) == [.finished, .pending])
    #expect(try await store.attempts(of: jobs[1].id).map(\.status) == [.cancelled])
  }
}

/// Has seen enough when the first job has ended.
private struct StopAtFirstEnd: Handler {
  func endJob(context: Context) async throws { context.stopWork("enough") }
}

/// Takes its time over the first outcome, until somebody lets it go on.
@EngineActor
private final class ThinkingController: Controller {
  nonisolated let isThinking = Atomic<Bool>(false)
  nonisolated let goOn = DispatchSemaphore(value: 0)
  private(set) var wasLetGo = false
  private let numbers = NumberController(2)

  func setSearchSpace(_ space: SearchSpace, context: Context) throws {
    try numbers.setSearchSpace(space, context: context)
  }

  func initialRecommendations(context: Context) throws -> [Recommendation] {
    try numbers.initialRecommendations(context: context)
  }

  func refineRecommendations(
    after outcome: Outcome, context: Context
  ) throws -> [Recommendation] {
    if !isThinking.exchange(true, ordering: .acquiringAndReleasing) {
      wasLetGo = goOn.wait(timeout: .now() + 60) == .success
    }
    return try numbers.refineRecommendations(after: outcome, context: context)
  }
}
