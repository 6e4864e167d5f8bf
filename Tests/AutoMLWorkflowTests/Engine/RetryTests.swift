import AutoMLModel
import AutoMLSchedulingTestKit
import AutoMLTracking
import AutoMLTrackingSQLite
import AutoMLWorkflow
import Synchronization
import Testing

@Suite("Retries in a workflow")
struct RetryTests {
  let fixture: WorkflowFixture

  init() async throws { fixture = try await WorkflowFixture() }

  @Test("The pauses before retries grow, by the engine's clock")
  func backoff() async throws {
    let clock = ManualClock()
    let begins = Mutex<[Duration]>([])
    async let summary = fixture.run(
      1, retries: RetryPolicy(count: 3, backoff: .seconds(100), maximumBackoff: .seconds(300)),
      clock: clock
    ) { _, _ in
      begins.withLock { $0.append(clock.now.offset) }
      throw JobFailure(.exit, "never mind")
    }
    for pause in [100, 200, 300] {
      // Signs of life, looks at the store, and the job in its pause.
      await clock.sleepers(3)
      clock.advance(by: .seconds(pause - 1))
      await clock.sleepers(3)
      clock.advance(by: .seconds(1))
    }
    #expect(try await summary.failedJobs == 1)
    #expect(begins.withLock { $0 } == [0, 100, 300, 600].map { .seconds($0) })
  }

  @Test("Only failures of the kinds in the policy are tried again")
  func kinds() async throws {
    let summary = try await fixture.run(
      JobFailure.Kind.allCases.count,
      retries: RetryPolicy(count: 1, kinds: [.timeout, .memory])
    ) { number, _ in
      throw JobFailure(JobFailure.Kind.allCases[number], "never mind")
    }
    #expect(summary.failedJobs >= 1)
    let jobs = try await fixture.connector.history(of: summary.experiment, after: nil, limit: 100)
    for job in jobs {
      let kind = JobFailure.Kind.allCases[job.number]
      #expect(job.attempts == ([.timeout, .memory].contains(kind) ? 2 : 1), "\(kind)")
    }
  }
}
