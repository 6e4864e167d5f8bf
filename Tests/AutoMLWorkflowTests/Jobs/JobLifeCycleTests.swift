import AutoMLModel
import AutoMLWorkflow
import Testing

@Suite("Life cycle of a job")
struct JobLifeCycleTests {
  let failure = JobFailure(.exit, "Exit code 1", exitCode: 1)

  @Test("A score ends the job")
  func success() throws {
    var job = JobLifeCycle()
    let score = try Score(0.5)
    try job.started()
    #expect(try job.succeeded(score) == .finish(score))
    #expect(job.isEnded)
  }

  @Test("A failure is retried as often as the policy says, then ends the job")
  func retries() throws {
    var job = JobLifeCycle()
    let policy = RetryPolicy(count: 2)
    for _ in 0..<2 {
      try job.started()
      #expect(
        try job.failed(failure, policy: policy, jitter: 1) == .retry(after: .zero, failure))
    }
    try job.started()
    #expect(try job.failed(failure, policy: policy, jitter: 1) == .fail(failure))
    #expect(job.isEnded)
    #expect(job.failures == 3)
  }

  @Test("An interruption puts the job back and does not count as a failure")
  func interruption() throws {
    var job = JobLifeCycle()
    try job.started()
    #expect(try job.interrupted() == .putBack)
    #expect(job.failures == 0)
    try job.started()
  }

  @Test("A kind of failure that is not worth a retry ends the job at once")
  func kinds() throws {
    var job = JobLifeCycle()
    try job.started()
    let policy = RetryPolicy(count: 5, kinds: [.timeout])
    #expect(try job.failed(failure, policy: policy, jitter: 0) == .fail(failure))
  }

  @Test("No state accepts an event that is not its own")
  func illegalEvents() throws {
    var waiting = JobLifeCycle()
    #expect(throws: JobLifeCycle.IllegalTransition.self) {
      _ = try waiting.failed(failure, policy: RetryPolicy(), jitter: 0)
    }
    #expect(throws: JobLifeCycle.IllegalTransition.self) { _ = try waiting.interrupted() }
    var running = JobLifeCycle()
    try running.started()
    #expect(throws: JobLifeCycle.IllegalTransition.self) { try running.started() }
    var ended = running
    _ = try ended.succeeded(try Score(1))
    #expect(throws: JobLifeCycle.IllegalTransition.self) { try ended.started() }
    #expect(throws: JobLifeCycle.IllegalTransition.self) {
      _ = try ended.succeeded(try Score(1))
    }
  }
}

@Suite("Retry policy")
struct RetryPolicyTests {
  @Test(
    "The pause doubles up to its maximum",
    arguments: [(1, 1), (2, 2), (3, 4), (4, 8), (5, 10), (60, 10)])
  func backoff(failures: Int, seconds: Int) {
    let policy = RetryPolicy(
      count: 100, backoff: .seconds(1), maximumBackoff: .seconds(10))
    #expect(
      policy.pause(afterFailures: failures, kind: .exit, jitter: 1) == .seconds(seconds))
  }

  @Test("Jitter takes away at most half of the pause", arguments: [0.0, 0.3, 1.0])
  func jitter(share: Double) throws {
    let policy = RetryPolicy(count: 1, backoff: .seconds(2))
    let pause = try #require(policy.pause(afterFailures: 1, kind: .exit, jitter: share))
    #expect(pause >= .seconds(1) && pause <= .seconds(2))
  }
}
