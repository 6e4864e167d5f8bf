import AutoMLModel
import AutoMLWorkflow
import Synchronization
import Testing

@Suite("Guide: ContextKey")
struct ContextKeyGuideTests {
  let fixture: WorkflowFixture

  init() async throws { fixture = try await WorkflowFixture() }

  /// What a listener takes note of at an event, in order.
  func notes<Note: Sendable>(
    at event: WorkflowEvent, _ controller: GuideController = GuideController(),
    _ executor: GuideExecutor = GuideExecutor(), context: Context = Context(),
    workers: [WorkerConfiguration] = [WorkerConfiguration("W1", gpus: [3, 1])],
    _ note: @escaping @Sendable (Context) -> Note
  ) async throws -> [Note] {
    let notes = Mutex<[Note]>([])
    let listener = Listener { heard, context in
      if heard == event { notes.withLock { $0.append(note(context)) } }
    }
    _ = try await fixture.runGuide(
      controller, executor, handlers: [listener], workers: workers,
      policy: .continueAfterJobException, context: context)
    return notes.withLock { $0 }
  }

  @Test("The keys have the guide's names")
  func names() {
    #expect(ContextKey<[Recommendation]>.recommendations.name == "_recommendations")
    #expect(ContextKey<Score>.score.name == "_score")
    #expect(ContextKey<OutcomeStatus>.jobStatus.name == "_jobStatus")
    #expect(ContextKey<String>.jobName.name == "_jobName")
    #expect(ContextKey<String>.workerName.name == "_workerName")
    #expect(ContextKey<SearchSpace>.searchSpace.name == "_searchSpace")
    #expect(ContextKey<[Int]>.gpus.name == "_gpus")
    #expect(ContextKey<Int>.numWorkers.name == "_numWorkers")
  }

  @Test("A key of one's own must not begin with an underscore")
  func reserved() throws {
    #expect(throws: ContextKeyError.reserved("_jobName")) { try ContextKey<String>("_jobName") }
    #expect(try ContextKey<String>("StatsHandler.jobStartTime").name == "StatsHandler.jobStartTime")
  }

  @Test("ContextKey.JOB_NAME is set in the job's context before start_job")
  func jobName() async throws {
    let names = try await notes(at: .startJob, GuideController(2)) { $0[.jobName] }
    #expect(names == ["job 1", "job 2"])
  }

  @Test("ContextKey.WORKER_NAME and GPUS are the worker's, before start_job")
  func worker() async throws {
    let workers = try await notes(at: .startJob) { $0[.workerName] }
    #expect(workers == ["W1"])
    let gpus = try await notes(at: .startJob) { $0[.gpus] }
    #expect(gpus == [[3, 1]])
  }

  @Test("ContextKey.SCORE and JOB_STATUS are not there at start_job")
  func notYet() async throws {
    let notes = try await notes(at: .startJob) { $0[.score] == nil && $0[.jobStatus] == nil }
    #expect(notes == [true])
  }

  @Test("ContextKey.SCORE and JOB_STATUS are in the job's context at end_job")
  func atEnd() async throws {
    let scores = try await notes(at: .endJob, executorOf(0.25)) { $0[.score]?.value }
    #expect(scores == [0.25])
    let statuses = try await notes(at: .endJob, executorOf(0.25)) { $0[.jobStatus] }
    #expect(statuses == [.ok])
    let failed = GuideExecutor { _, _ in throw JobFailure(.exit, "no") }
    let failures = try await notes(at: .endJob, GuideController(), failed) {
      ($0[.jobStatus] == .error, $0[.score] == nil)
    }
    #expect(failures.map(\.0) == [true])
    #expect(failures.map(\.1) == [true])
  }

  @Test("ContextKey.SEARCH_SPACE is in the main context at search_space_available")
  func searchSpace() async throws {
    let space = try guideSpace()
    let before = try await notes(at: .startAutoML) { $0[.searchSpace] == nil }
    #expect(before == [true])
    #expect(try await notes(at: .searchSpaceAvailable) { $0[.searchSpace] } == [space])
    #expect(try await notes(at: .startJob) { $0[.searchSpace] } == [space])
  }

  @Test("ContextKey.RECOMMENDATIONS are the latest ones at recommendations_available")
  func recommendations() async throws {
    let lists = try await notes(at: .recommendationsAvailable, GuideController(2, refined: 1)) {
      $0[.recommendations]?.map(\.id)
    }
    #expect(lists == [[0, 1], [2], [], []])
  }

  @Test("ContextKey.NUM_WORKERS is in the main context from the beginning")
  func numWorkers() async throws {
    let workers = (1...3).map { WorkerConfiguration("W\($0)") }
    let main = Context()
    let numbers = try await notes(at: .startAutoML, context: main, workers: workers) {
      $0[.numWorkers]
    }
    #expect(numbers == [3])
    #expect(main[.numWorkers] == 3)
  }

  private func executorOf(_ score: Double) -> GuideExecutor { GuideExecutor { _, _ in score } }

  private func notes<Note: Sendable>(
    at event: WorkflowEvent, _ executor: GuideExecutor,
    _ note: @escaping @Sendable (Context) -> Note
  ) async throws -> [Note] {
    try await notes(at: event, GuideController(), executor, note)
  }
}
