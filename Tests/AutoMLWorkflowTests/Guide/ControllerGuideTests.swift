import AutoMLModel
import AutoMLTracking
import AutoMLWorkflow
import Synchronization
import Testing

@Suite("Guide: Controller")
struct ControllerGuideTests {
  let fixture: WorkflowFixture

  init() async throws { fixture = try await WorkflowFixture() }

  @Test("set_search_space and initial_recommendation are called once, refine_recommendation a job")
  func calls() async throws {
    let lines = Lines()
    let controller = GuideController(2, refined: 2, lines: lines)
    _ = try await fixture.runGuide(controller)
    #expect(
      lines.all == ["set_search_space", "initial_recommendation"]
        + Array(repeating: "refine_recommendation", count: 4) + ["controller shutdown"])
    #expect(await controller.space == (try guideSpace()))
  }

  @Test("The methods are called from the engine only, and never two at once")
  func alone() async throws {
    let controller = GuideController(8, refined: 40)
    let workers = (1...8).map { WorkerConfiguration("W\($0)") }
    _ = try await fixture.runGuide(controller, workers: workers)
    #expect(await controller.outcomes.count == 48)
    #expect(controller.overlaps.withLock { $0 } == 0)
  }

  @Test("If initial_recommendation produces none, the workflow stops at once")
  func noInitial() async throws {
    let lines = Lines()
    let summary = try await fixture.runGuide(GuideController(0, lines: lines))
    #expect(summary.status == .finished)
    #expect(summary.cause == nil)
    #expect(lines.all == ["set_search_space", "initial_recommendation", "controller shutdown"])
  }

  @Test("refine_recommendation may produce none; the workflow ends when no job is left")
  func noRefined() async throws {
    let summary = try await fixture.runGuide(GuideController(3, refined: 0))
    #expect(summary.finishedJobs == 3)
    #expect(summary.cause == nil)
  }

  @Test("refine_recommendation is told of a job that failed, once, when it is not tried again")
  func failedJob() async throws {
    let controller = GuideController(1)
    _ = try await fixture.runGuide(
      controller, GuideExecutor { _, _ in throw JobFailure(.exit, "no") },
      retries: RetryPolicy(count: 2, backoff: .zero))
    let outcomes = await controller.outcomes
    #expect(outcomes.map(\.status) == [.error])
    #expect(outcomes.map(\.recommendationID) == [0])
    #expect(outcomes[0].score == nil)
    #expect(outcomes[0].context?[.job]?.attemptNumber == 2)
  }

  @Test(
    "An exception in a method stops the workflow and is reported to the main context",
    arguments: GuideController.Place.allCases)
  func exceptions(_ place: GuideController.Place) async throws {
    let context = Context()
    let summary = try await fixture.runGuide(
      GuideController(1, refined: 5, failsIn: place), context: context)
    #expect(summary.status == .failed)
    #expect(summary.finishedJobs == (place == .refine ? 1 : 0))
    #expect(context.exceptions.count == 1)
    #expect(context.exceptions.first?.contains("Failure") == true)
  }

  @Test("A controller that asks to stop in set_search_space is not asked for recommendations")
  func stopInSetSearchSpace() async throws {
    let lines = Lines()
    let summary = try await fixture.runGuide(
      GuideController(3, stopsIn: .setSearchSpace, lines: lines))
    #expect(summary.cause == .stopWork("not this space"))
    #expect(summary.finishedJobs == 0)
    #expect(lines.all == ["set_search_space", "controller shutdown"])
  }

  @Test(
    "A stop asked for in any other method ends the workflow too",
    arguments: [
      (GuideController.Place.initial, 0), (.refine, 1),
    ])
  func stopLater(_ place: GuideController.Place, _ jobs: Int) async throws {
    let summary = try await fixture.runGuide(GuideController(1, refined: 9, stopsIn: place))
    #expect(summary.cause == .stopWork("not this space"))
    // What was recommended in the same call may have begun.
    #expect(summary.finishedJobs <= jobs)
  }

  @Test("shutdown may be left out")
  func optionalShutdown() async throws {
    _ = try await fixture.run(1, controller: NumberController(1)) { _, _ in 1 }
  }
}
