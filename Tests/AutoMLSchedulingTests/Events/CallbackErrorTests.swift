import AutoMLScheduling
import AutoMLSchedulingTestKit
import Testing

/// T13: errors of callbacks follow one rule, whatever event they answer to.
@Suite("An error of a callback", .timeLimit(.minutes(5)))
struct CallbackErrorTests {
  @Test("is thrown under 'raise', once the run has ended in order", arguments: FailingEvent.all)
  func raise(_ event: FailingEvent) async throws {
    let scene = try scene(event)
    await #expect(throws: OtherFault()) { try await run(scene, event, .raise) }
    #expect(await !scene.scheduler.isRunning)
    expectOrder(scene, event)
  }

  @Test("ends the run under 'end', which tells it", arguments: FailingEvent.all)
  func end(_ event: FailingEvent) async throws {
    let scene = try scene(event)
    let exit = try await run(scene, event, .end)
    #expect(exit.code == .exception)
    #expect(exit.error?.isNamed("OtherFault") == true)
    expectOrder(scene, event)
  }

  @Test("is passed over under 'continue'", arguments: FailingEvent.all)
  func goOn(_ event: FailingEvent) async throws {
    let scene = try scene(event)
    let exit = try await run(scene, event, .continue)
    #expect(exit.code == event.code)
    #expect(exit.error == nil)
    #expect(scene.log.names.suffix(1) == ["S.finished"])
    #expect(await !scene.scheduler.isRunning)
  }

  @Test("follows the first rule that it matches")
  func rules() async throws {
    for (policy, code) in [(FaultPolicy.continue, ExitState.Code.exhausted), (.end, .exception)] {
      let scene = try Scene(.sequential)
      scene.scheduler.onStart { _, _ in throw OtherFault() }
      let exit = try await scene.scheduler.run(
        onException: .byType([.on(TestFault.self, .raise), .on(OtherFault.self, policy)]))
      #expect(exit.code == code)
    }
  }

  @Test("keeps the later callbacks of its emission from being called, and no others")
  func laterCallbacks() async throws {
    let scene = try Scene(.sequential)
    let calls = Sightings<String>()
    scene.scheduler.onFutureDone { _, _ in calls.add("before") }
    scene.scheduler.onFutureDone { _, _ in throw TestFault() }
    scene.scheduler.onFutureDone { _, _ in calls.add("after") }
    scene.atStart(scene.task, 1)
    try await scene.scheduler.run(onException: .continue)
    #expect(calls.all == ["before"])
    #expect(
      scene.log.line
        == """
        S.start S.future_submitted T.submitted S.future_done S.future_result T.done T.result \
        S.empty S.finishing S.finished
        """)
  }

  @Test("in a delayed call ends the run and is thrown")
  func delayedCall() async throws {
    let clock = ManualClock()
    let scene = try Scene(.sequential, clock: clock)
    scene.scheduler.onStart { scheduler, _ in
      _ = try scheduler.callLater(after: .seconds(5)) { _ in throw TestFault("late") }
    }
    let run = Task { try await scene.scheduler.run(endOnEmpty: false) }
    await clock.sleepers(1)
    clock.advance(by: .seconds(5))
    await #expect(throws: TestFault("late")) { try await run.value }
    #expect(scene.log.line == "S.start S.empty S.stop S.finishing S.finished")
  }

  @Test("is the first of several that is thrown")
  func first() async throws {
    let scene = try Scene(.sequential)
    scene.scheduler.onStart { _, _ in throw TestFault("first") }
    scene.scheduler.onStop { _, _ in throw TestFault("second") }
    scene.scheduler.onFinished { _, _ in throw TestFault("third") }
    await #expect(throws: TestFault("first")) { try await scene.scheduler.run() }
    #expect(scene.log.line == "S.start S.stop S.finishing S.finished")
  }

  @Test("outranks a stop that was asked for in the same step")
  func afterStop() async throws {
    let scene = try Scene(.sequential)
    scene.scheduler.onStart { scheduler, _ in
      scheduler.stop()
      throw TestFault()
    }
    let exit = try await scene.scheduler.run(onException: .end)
    #expect(exit.code == .exception)
    #expect(exit.error?.isNamed("TestFault") == true)
    #expect(scene.log.line == "S.start S.stop S.finishing S.finished")
  }

  private func scene(_ event: FailingEvent) throws -> Scene {
    let scene = try Scene(.sequential)
    try event.setUp(scene)
    event.fail(scene)
    return scene
  }

  /// Runs so that nothing but the callback can end the run with an error.
  @discardableResult
  private func run(
    _ scene: Scene, _ event: FailingEvent, _ policy: FaultPolicy
  ) async throws -> ExitState {
    try await scene.scheduler.run(
      timeout: event.timeout,
      onException: .byType([.on(TestFault.self, .continue), .on(OtherFault.self, policy)]),
      onCancelled: .continue)
  }

  private func expectOrder(_ scene: Scene, _ event: FailingEvent) {
    let names = scene.log.names
    #expect(names.last == "S.finished")
    #expect(names.filter { $0 == "S.finishing" }.count == 1)
    #expect(names.filter { $0 == "S.stop" }.count == (event.announcesStop ? 1 : 0))
    if let stop = names.firstIndex(of: "S.stop") {
      #expect(names.firstIndex(of: "S.finishing") ?? 0 > stop)
    }
  }
}
