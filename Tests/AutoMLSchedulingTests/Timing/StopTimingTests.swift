import AutoMLScheduling
import AutoMLSchedulingTestKit
import Testing

@Suite("A stop", .measured, .serialized, .timeLimit(.minutes(5)))
struct StopTimingTests {
  private static let bound = Duration.seconds(1)

  @Test("from another task ends a run at once", arguments: Backends.all)
  func fromOutside(_ backend: BackendUnderTest) async throws {
    let scene = try Scene(backend)
    scene.atStart(scene.holding, scene.gate.visit())
    async let exit = scene.scheduler.run(timeout: .seconds(50), wait: false)
    try await scene.gate.begun()
    let start = ContinuousClock.now
    scene.scheduler.requestStop("from outside")
    #expect(try await exit.code == .stopped)
    #expect(ContinuousClock.now - start < Self.bound)
  }

  @Test("as soon as a sleeper was submitted ends a run at once (G5)", arguments: Backends.all)
  func whenSubmitted(_ backend: BackendUnderTest) async throws {
    let scheduler = try backend.scheduler(width: 1)
    let task = try scheduler.task(try backend.function(TestFunctions.sleep))
    scheduler.onStart { scheduler, _ in _ = try task.submit(3_600, on: scheduler) }
    task.onSubmitted { scheduler, _ in scheduler.stop() }
    let start = ContinuousClock.now
    #expect(try await scheduler.run(wait: false).code == .stopped)
    #expect(ContinuousClock.now - start < Self.bound)
  }
}
