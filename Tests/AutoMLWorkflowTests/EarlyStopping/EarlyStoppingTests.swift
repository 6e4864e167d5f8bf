import AutoMLModel
import AutoMLTracking
import AutoMLTrackingSQLite
import AutoMLWorkflow
import Synchronization
import Testing

@Suite("Early stopping in a workflow")
struct EarlyStoppingTests {
  let fixture: WorkflowFixture

  init() async throws { fixture = try await WorkflowFixture() }

  /// A job that reports its number ten times, and then as much again as its score.
  static func report(_ number: Int, _ context: Context) async throws -> Double {
    for step in 0..<10 {
      try await context[.job]?.reportIntermediate([
        try Score(Double(-number) + Double(step) / 100)
      ])
    }
    return Double(-number) + 1
  }

  @Test("A bad job ends EARLY_STOPPED with its best value, and the controller hears of it")
  func stopsBadJobs() async throws {
    let controller = await NumberController(6)
    let summary = try await fixture.run(
      6, earlyStopping: EarlyStoppingPolicy(.median, warmup: 3), controller: controller,
      Self.report)
    #expect(summary.status == .finished)
    #expect(summary.earlyStoppedJobs + summary.finishedJobs == 6)
    #expect(summary.earlyStoppedJobs >= 4)
    let jobs = try await fixture.connector.history(of: summary.experiment, after: nil, limit: 10)
    for job in jobs where job.status == .earlyStopped {
      let curve = try await fixture.connector.intermediateResults(job: job.id)
      #expect(curve.count == 4)
      #expect(job.score == curve.map(\.score).max())
      let attempt = try #require(try await fixture.connector.attempts(of: job.id).first)
      #expect(attempt.status == .earlyStopped)
      #expect(attempt.ending.error?.contains("median") == true)
    }
    let outcomes = await controller.outcomes
    #expect(outcomes.count == 6)
    for outcome in outcomes {
      #expect(outcome.status == .ok)
      #expect(outcome.score != nil)
      #expect(outcome.wasEarlyStopped == (outcome.context?[.earlyStopReason] != nil))
    }
    #expect(outcomes.filter(\.wasEarlyStopped).count == summary.earlyStoppedJobs)
    let best = try await fixture.connector.bestResult(of: summary.experiment)
    #expect(best?.status == .finished)
  }

  @Test("A resumed experiment judges by what was reported before")
  func resumed() async throws {
    let engine = Mutex<Engine?>(nil)
    let policy = EarlyStoppingPolicy(.median, warmup: 3)
    let first = try await fixture.run(
      6, earlyStopping: policy, started: { started in engine.withLock { $0 = started } }
    ) { number, context in
      if number == 1 { engine.withLock { $0 }?.stop() }
      if number > 0 {
        try await Task.sleep(for: .seconds(3600))
      }
      return try await Self.report(number, context)
    }
    #expect(first.status == .stopped)
    #expect(first.finishedJobs == 1)
    let second = try await fixture.run(
      6, resuming: first.experiment, earlyStopping: policy, Self.report)
    // The only one that finished before is better than all others.
    #expect(second.finishedJobs == 1)
    #expect(second.earlyStoppedJobs == 5)
  }
}
