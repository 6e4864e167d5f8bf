import AutoMLScheduling
import AutoMLSchedulingTestKit
import Foundation
import Testing

@Suite("What is left of an earlier run", .timeLimit(.minutes(5)))
struct StrayTimerTests {
  @Test("A time limit that passed at the very end of its run does not end the next one")
  func timer() async throws {
    let scheduler = Scheduler(backend: try .concurrent(width: 2))
    let second = Sightings<ExitState.Code>()
    scheduler.onStart { scheduler, _ in
      guard scheduler.onStart.count == 1 else {
        try scheduler.submit { try await Task.sleep(for: .milliseconds(300)) }
        return
      }
      for _ in 0..<2 { try scheduler.submit { try await Task.sleep(for: .milliseconds(30)) } }
      // Holds the scheduler until both have ended, so that their ends stand in its queue.
      try scheduler.callLater(after: .milliseconds(5)) { _ in Thread.sleep(forTimeInterval: 0.05) }
    }
    scheduler.onFutureResult { scheduler, _ in
      switch scheduler.onFutureResult.count {
      case 1: scheduler.stop()
      // The limit passes now: the timer's turn comes when the run is over.
      case 2: Thread.sleep(forTimeInterval: 0.1)
      default: break
      }
    }
    try await twice(scheduler, second)
    #expect(second.all == [.exhausted])
  }

  private func twice(
    _ scheduler: isolated Scheduler, _ second: Sightings<ExitState.Code>
  ) async throws {
    try await scheduler.run(timeout: .milliseconds(100))
    second.add(try await scheduler.run().code)
  }
}

@Suite("The longest time there is", .timeLimit(.minutes(5)))
struct LongestTimeTests {
  static let forever = Duration.seconds(Int64.max)

  @Test("As the limit of a run and as a delay")
  func scheduler() async throws {
    let scheduler = Scheduler(backend: try .concurrent(width: 1))
    scheduler.onStart { scheduler, _ in
      try scheduler.callLater(after: Self.forever) { _ in }
      try scheduler.submit { await Task.yield() }
    }
    #expect(try await scheduler.run(timeout: Self.forever).code == .exhausted)
  }

  @Test("As the grace period of a command")
  func command() async throws {
    let scheduler = Scheduler(
      backend: try SubprocessBackend(width: 1, gracePeriod: Self.forever))
    let sleeper = try Function<Int, Int>("sleeper", command: ["/bin/sleep", "60"])
    scheduler.onStart { scheduler, _ in
      let work = try scheduler.submit(sleeper, 1)
      try scheduler.callLater(after: .milliseconds(50)) { work.cancel(on: $0) }
    }
    #expect(try await scheduler.run(onCancelled: .continue).code == .exhausted)
    #expect(scheduler.onFutureCancelled.count == 1)
  }
}
