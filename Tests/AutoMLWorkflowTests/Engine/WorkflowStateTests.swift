import AutoMLModel
import Testing

@testable import AutoMLWorkflow

@Suite("Progress of a workflow")
struct WorkflowStateTests {
  let space: SearchSpace

  init() throws {
    space = try SearchSpace(
      name: "s", parameters: [(name: "x", domain: .integer(low: 0, high: 1_000))])
  }

  func recommendations(_ count: Int) throws -> [Recommendation] {
    try (0..<count).map { index in
      Recommendation(
        id: RecommendationID(index),
        result: try SearchResult(space: space, parameters: ["x": .integer(Int64(index))]))
    }
  }

  /// Takes the next job; there must be one.
  func begin(_ state: inout WorkflowState) throws -> (QueuedJob, WorkerConfiguration) {
    let next = state.next()
    return try #require(next)
  }

  func state(
    workers: Int = 2, limits: WorkflowLimits = WorkflowLimits(),
    goal: OptimizationGoal = .maximize
  ) -> WorkflowState {
    var state = WorkflowState(
      workers: (0..<workers).map { WorkerConfiguration("W\($0)") }, limits: limits)
    state.goal = goal
    return state
  }

  @Test("Without recommendations all is done at once")
  func empty() { #expect(state().isDone) }

  @Test("Jobs are numbered and begun in order, no more than there are workers")
  func order() throws {
    var state = state()
    state.enqueue(try recommendations(3))
    let first = try begin(&state)
    let second = try begin(&state)
    #expect([first.0.number, second.0.number] == [0, 1])
    #expect(first.1 != second.1)
    let none = state.next()
    #expect(none == nil)
    state.release(first.1)
    let third = try begin(&state)
    #expect(third.0.number == 2)
    #expect(!state.isDone)
  }

  @Test("A job in a pause keeps the workflow going and comes first afterwards")
  func pause() throws {
    var state = state(workers: 1)
    state.enqueue(try recommendations(2))
    let (job, worker) = try begin(&state)
    state.release(worker)
    state.paused()
    state.resumed(job)
    let again = try begin(&state)
    #expect(again.0.number == 0)
  }

  @Test("The failure limit stops the workflow as failed")
  func failureLimit() {
    var state = state(limits: WorkflowLimits(failures: 2))
    state.failed()
    #expect(state.cause == nil)
    state.failed()
    #expect(state.cause == .failures(2))
    #expect(state.cause?.status == .failed)
  }

  @Test(
    "The target score stops the workflow as finished",
    arguments: [
      (OptimizationGoal.maximize, 0.8, false), (.maximize, 0.9, true), (.maximize, 0.95, true),
      (.minimize, 0.95, false), (.minimize, 0.9, true), (.minimize, 0.1, true),
    ])
  func target(goal: OptimizationGoal, score: Double, stops: Bool) throws {
    var state = state(limits: WorkflowLimits(targetScore: 0.9), goal: goal)
    state.finished(try Score(score))
    #expect((state.cause != nil) == stops)
  }

  @Test("Jobs that cannot be started stop the workflow, unless others work in between")
  func launchFailures() throws {
    var state = state()
    let failure = JobFailure(.launch, "no such folder")
    state.failed(failure)
    state.failed(failure)
    state.finished(try Score(1))
    state.failed(failure)
    state.failed(JobFailure(.exit, "that is the script's"))
    state.failed(failure)
    state.failed(failure)
    #expect(state.cause == nil)
    state.failed(failure)
    #expect(state.cause == .cannotLaunch("no such folder"))
  }

  @Test("After a stop nothing is begun, and the first cause is kept")
  func stop() throws {
    var state = state()
    state.enqueue(try recommendations(2))
    let (_, worker) = try begin(&state)
    state.stop(.interrupted)
    state.stop(.requested)
    let none = state.next()
    #expect(none == nil)
    #expect(!state.isDone)
    state.release(worker)
    #expect(state.isDone)
    #expect(state.cause == .interrupted)
  }
}
