import AutoMLModel
import AutoMLWorkflow
import Foundation
import Synchronization
import Testing

@Suite("Stats handler")
struct StatsHandlerTests {
  let fixture: WorkflowFixture
  let made: HandMade
  let time = WallTime()

  init() async throws {
    fixture = try await WorkflowFixture()
    made = HandMade(fixture)
  }

  /// Lets a worker work for some seconds on an attempt.
  func work(
    _ stats: StatsHandler, _ context: Context, _ seconds: Int, _ status: OutcomeStatus
  ) async throws {
    try await stats.startJob(context: context)
    time.advance(by: .seconds(seconds))
    context[.jobStatus] = status
    try await stats.endJob(context: context)
  }

  @Test("Attempts, jobs, workers and times are counted, each as what it is")
  func counts() async throws {
    let stats = StatsHandler(time: time)
    try await stats.startAutoML(context: made.main)
    try await work(stats, try made.job(0), 1, .ok)
    let early = try made.job(1, worker: "W2")
    early[.earlyStopReason] = "Below the median."
    try await work(stats, early, 2, .ok)
    let first = try made.job(2)
    first[.willRetry] = true
    try await work(stats, first, 3, .error)
    try await work(stats, try made.job(2, attempt: 1), 4, .error)
    try await work(stats, try made.job(3), 5, .exception)
    try await work(stats, try made.job(4), 6, .unfinished)
    let statistics = stats.statistics
    #expect(statistics.attemptsStarted == 6)
    #expect(statistics.attemptsRepeated == 1)
    #expect(statistics.jobsStarted == 5)
    #expect(statistics.jobsFinished == 1)
    #expect(statistics.jobsEarlyStopped == 1)
    #expect(statistics.jobsFailed == 2)
    #expect(statistics.jobsUnfinished == 1)
    #expect(statistics.workers.map(\.name) == ["W1", "W2"])
    #expect(statistics.workers.map(\.jobs) == [5, 1])
    #expect(statistics.workers.map(\.seconds) == [19, 2])
    #expect(statistics.seconds == 21)
  }

  @Test("The time runs until the workflow has ended, when the output is called once")
  func output() async throws {
    let given = Mutex<[WorkflowStatistics]>([])
    let stats = StatsHandler(time: time) { statistics in
      given.withLock { $0.append(statistics) }
    }
    #expect(stats.statistics.seconds == 0)
    try await stats.startAutoML(context: made.main)
    time.advance(by: .milliseconds(1_500))
    #expect(stats.statistics.seconds == 1.5)
    try await stats.endAutoML(context: made.main)
    time.advance(by: .seconds(9))
    #expect(stats.statistics.seconds == 1.5)
    #expect(given.withLock { $0 } == [stats.statistics])
  }

  @Test("Time never runs backwards, whatever happens to the clock")
  func clockSetBack() async throws {
    let stats = StatsHandler(time: time)
    try await stats.startAutoML(context: made.main)
    try await work(stats, try made.job(0), -5, .ok)
    #expect(stats.statistics.seconds == 0)
    #expect(stats.statistics.workers.map(\.seconds) == [0])
  }

  @Test("They are written as lines for people and with stable keys for programs")
  func texts() async throws {
    let stats = StatsHandler(time: time)
    try await stats.startAutoML(context: made.main)
    try await work(stats, try made.job(0), 2, .ok)
    let statistics = stats.statistics
    #expect(
      statistics.lines == [
        "Worker W1: processed 1 job in 2.0 s", "Total attempts started  : 1",
        "Total jobs started      : 1", "Total jobs finished     : 1",
        "Total jobs early stopped: 0", "Total jobs failed       : 0",
        "Total jobs unfinished   : 0", "Total time              : 2.0 s",
      ])
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let json = try encoder.encode(statistics)
    #expect(
      String(decoding: json, as: UTF8.self)
        == #"{"attempts_repeated":0,"attempts_started":1,"jobs_early_stopped":0,"jobs_failed":0,"#
        + #""jobs_finished":1,"jobs_started":1,"jobs_unfinished":0,"total_seconds":2,"#
        + #""workers":[{"jobs":1,"name":"W1","work_seconds":2}]}"#)
    #expect(try JSONDecoder().decode(WorkflowStatistics.self, from: json) == statistics)
  }

  @Test("What many workers do at once adds up")
  func workflow() async throws {
    let stats = StatsHandler(time: time)
    let workers = (1...4).map { WorkerConfiguration("W\($0)") }
    let seen = Mutex<[Int]>([])
    _ = try await fixture.run(
      40, workers: .fixed(workers), retries: RetryPolicy(count: 1, backoff: .zero),
      policy: .continueAfterJobException, handlers: [stats]
    ) { number, context in
      seen.withLock { $0.append(stats.statistics.jobsStarted) }
      if number.isMultiple(of: 10) { throw JobFailure(.exit, "no") }
      return 1
    }
    let statistics = stats.statistics
    #expect(statistics.jobsStarted == 40)
    #expect(statistics.jobsFinished == 36)
    #expect(statistics.jobsFailed == 4)
    #expect(statistics.attemptsStarted == 44)
    #expect(statistics.workers.map(\.jobs).reduce(0, +) == 44)
    #expect(seen.withLock { $0 }.allSatisfy { (1...40).contains($0) })
  }
}
