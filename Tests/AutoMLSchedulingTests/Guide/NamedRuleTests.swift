import AutoMLScheduling
import AutoMLSchedulingTestKit
import Testing

/// Rules that know an error's type by its name.
@Suite("A rule by name", .timeLimit(.minutes(5)))
struct NamedRuleTests {
  struct Nested: Error {}

  @Test(
    "matches a type's name, wherever the error was thrown",
    arguments: [
      (TestFault() as any Error, "TestFault", true),
      (TestFault(), "AutoMLSchedulingTestKit.TestFault", true),
      (TestFault(), "Fault", false),
      (TestFault(), "OtherFault", false),
      (Nested(), "Nested", true),
      (Nested(), "NamedRuleTests.Nested", true),
      (Nested(), "NamedRuleTests", false),
      (ComputeError.thrown(type: "ValueError", message: "no"), "ValueError", true),
      (ComputeError.thrown(type: "shop.ValueError", message: "no"), "ValueError", true),
      (ComputeError.thrown(type: "ValueError", message: "no"), "shop.ValueError", false),
      (ComputeError.thrown(type: "KeyError", message: "ValueError"), "ValueError", false),
      (ComputeError.workerDied(work: "w", "ValueError"), "ValueError", false),
      (ComputeError.workerDied(work: "w", "signal 9"), "ComputeError", true),
    ])
  func matches(_ error: any Error, _ name: String, _ isMatch: Bool) async throws {
    let scheduler = Scheduler(backend: .sequential)
    scheduler.onStart { scheduler, _ in _ = try scheduler.submit { throw error } }
    let policy = ExceptionPolicy.byType([.named(name, .continue), .on((any Error).self, .end)])
    let exit = try await scheduler.run(onException: policy)
    #expect(exit.code == (isMatch ? .exhausted : .exception))
  }

  @Test(
    "decides about what functions throw here and in workers",
    arguments: Backends.all.filter { !$0.name.contains("subprocess") })
  func workers(_ backend: BackendUnderTest) async throws {
    let scene = try Scene(backend)
    scene.atStart(scene.failing, "no luck")
    let exit = try await scene.scheduler.run(
      onException: .byType([.named("OtherFault", .end), .named("TestFault", .continue)]))
    #expect(exit.code == .exhausted)
    #expect(scene.scheduler.eventCounts[.futureException] == 1)
  }

  @Test(
    "cannot be made for cancellations and interrupts",
    arguments: ["CancellationError", "Swift.CancellationError", "Interrupted"])
  func forbidden(_ name: String) async throws {
    let scheduler = Scheduler(backend: .sequential)
    await #expect(throws: SchedulerError.forbiddenRule(name)) {
      try await scheduler.run(onException: .byType([.named(name, .continue)]))
    }
  }
}
