import AutoMLModel
import AutoMLSchedulingTestKit
import AutoMLTracking
import AutoMLTrackingSQLite
import AutoMLWorkflow
import Testing

@Suite("Limits of a workflow")
struct LimitTests {
  let fixture: WorkflowFixture

  init() async throws { fixture = try await WorkflowFixture() }

  @Test(
    "Each limit ends the experiment in its own way, with its own reason",
    arguments: [
      (
        WorkflowLimits(jobs: 3), ExperimentStatus.finished, "All 3 jobs have run.",
        StopCause.jobs(3)
      ),
      (WorkflowLimits(failures: 1), .failed, "1 job failed, which is the limit.", .failures(1)),
      (
        WorkflowLimits(targetScore: 4), .finished, "The target score was reached with 4.0.",
        .targetScore(4)
      ),
    ])
  func reasons(
    limits: WorkflowLimits, status: ExperimentStatus, reason: String, cause: StopCause
  ) async throws {
    let summary = try await fixture.run(
      20, limits: limits, policy: .continueAfterJobException
    ) { number, _ in
      if limits.failures != nil { throw JobFailure(.exit, "no") }
      return Double(number)
    }
    #expect(summary.cause == cause)
    let record = try await fixture.connector.experiment(summary.experiment)
    #expect(record.status == status)
    #expect(record.endReason == reason)
    if let jobs = limits.jobs {
      let tally = try await fixture.connector.tally(of: summary.experiment)
      #expect(tally.jobs[.finished] == jobs)
      #expect(tally.total == jobs)
    }
  }

  @Test("The experiment's time ends it as STOPPED, and its jobs wait")
  func experimentTime() async throws {
    let clock = ManualClock()
    let (begun, begin) = AsyncStream.makeStream(of: Void.self)
    async let running = fixture.run(
      3, limits: WorkflowLimits(experimentTime: .seconds(3600)), clock: clock
    ) { _, _ in
      begin.yield()
      try await Task.sleep(for: .seconds(3600))
      return 1
    }
    // Signs of life, looks at the store, and the time limit; and the job has begun.
    await clock.sleepers(3)
    for await _ in begun { break }
    clock.advance(by: .seconds(3600))
    let summary = try await running
    #expect(summary.cause == .experimentTime(.seconds(3600)))
    let record = try await fixture.connector.experiment(summary.experiment)
    #expect(record.status == .stopped)
    #expect(record.endReason?.contains("time limit") == true)
    #expect(try await fixture.connector.tally(of: summary.experiment).jobs[.pending] == 1)
  }
}
