import AutoMLScheduling
import AutoMLSchedulingTestKit
import Foundation
import Synchronization
import Testing

@Suite("A wall limit of a command", .measured, .serialized, .timeLimit(.minutes(5)))
struct WallLimitTimingTests {
  typealias Script = ScriptedTask<Int, Int>

  @Test("frees the slot at once and takes what ignores SIGTERM with it")
  func wallTime() async throws {
    let delay = try await delayOfWallLimit()
    #expect(delay >= .milliseconds(195))
    #expect(delay < .milliseconds(400))
  }

  /// How long after its submission a script that does not end by itself is reported.
  func delayOfWallLimit() async throws -> Duration {
    let mark = "automl-\(UUID().uuidString)"
    let script = """
      trap '' TERM
      for child in 1 2; do sh -c 'trap "" TERM; sleep 10; : \(mark)' & done
      setsid sh -c 'trap "" TERM; sleep 10; : \(mark)' &
      sleep 10
      : \(mark)
      """
    let limits = try ResourceLimits(wallTime: .milliseconds(200))
    let run = try Script(sh: script, on: .subprocess(width: 1), plugins: [limits])
    let times = Mutex<[ContinuousClock.Instant]>([])
    run.task.onSubmitted { _, _ in times.withLock { $0.append(.now) } }
    run.task.onException { _, _ in times.withLock { $0.append(.now) } }
    await #expect(throws: LimitExceeded.wallTime(.milliseconds(200))) { _ = try await run.value(1) }
    #expect(ProcessSearch.processes(holding: mark).isEmpty)
    let seen = times.withLock { $0 }
    try #require(seen.count == 2)
    return seen[1] - seen[0]
  }
}
