import AutoMLScheduling
import AutoMLSchedulingTestKit
import Testing

/// Rows of the table of orders for which work has to be under way.
@Suite("The order of events, with work under way", .timeLimit(.minutes(5)))
struct UnderWayTests {
  /// What a run does about a cancellation, and how it ends then.
  struct Row: Sendable, CustomTestStringConvertible {
    let policy: FaultPolicy
    let isStopped: Bool
    /// How the run ends; nil when it throws.
    let code: ExitState.Code?

    var testDescription: String { "\(policy)" }

    static let all = [
      Row(policy: .raise, isStopped: true, code: nil),
      Row(policy: .end, isStopped: true, code: .cancelled),
      Row(policy: .continue, isStopped: false, code: .exhausted),
    ]
  }

  @Test("is that of a cancellation, by its policy", arguments: Row.all, Backends.all)
  func cancellation(_ row: Row, _ backend: BackendUnderTest) async throws {
    let scene = try Scene(backend)
    let (works, found) = AsyncStream.makeStream(of: SubmittedWork<Int>.self)
    scene.scheduler.onStart { [scene] scheduler, _ in
      if let work = try scene.holding.submit(scene.gate.visit(), on: scheduler) {
        found.yield(work)
      }
    }
    let run = Task { try await scene.scheduler.run(onCancelled: row.policy) }
    for await work in works {
      try await scene.gate.begun()
      await work.cancel()
      break
    }
    switch await run.result {
    case .success(let exit):
      #expect(exit.code == row.code)
      #expect((exit.error is CancellationError) == row.isStopped)
    case .failure(let error):
      #expect(row.code == nil)
      #expect(error is CancellationError)
    }
    #expect(
      scene.log.line
        == """
        S.start S.future_submitted T.submitted S.future_cancelled T.cancelled S.empty\
        \(row.isStopped ? " S.stop" : "") S.finishing S.finished
        """)
    #expect(await scene.scheduler.executing == 0)
  }

  @Test(
    "is that of a result when work in this process ends well although the time was up",
    arguments: Backends.inThisProcess)
  func heedless(_ backend: BackendUnderTest) async throws {
    let clock = ManualClock()
    let scene = try Scene(backend, clock: clock)
    let (begun, begin) = AsyncStream.makeStream(of: Void.self)
    let heedless = try scene.followed(
      Function<Int, Int>("heedless") { number in
        begin.yield()
        try? await Task.sleep(for: .seconds(3600))
        return number
      })
    scene.atStart(heedless, 3)
    async let exit = scene.scheduler.run(timeout: .seconds(5), wait: false)
    for await _ in begun { break }
    await clock.sleepers(1)
    clock.advance(by: .seconds(5))
    #expect(try await exit.code == .timeout)
    #expect(
      scene.log.line
        == """
        S.start S.future_submitted T.submitted S.timeout S.finishing S.future_done \
        S.future_result T.done T.result S.finished
        """)
  }
}
