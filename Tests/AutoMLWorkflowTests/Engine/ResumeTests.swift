import AutoMLModel
import AutoMLTracking
import AutoMLTrackingSQLite
import AutoMLWorkflow
import Synchronization
import Testing

@Suite("Resuming an experiment")
struct ResumeTests {
  let fixture: WorkflowFixture
  let workers = WorkerPlan.fixed((1...4).map { WorkerConfiguration("W\($0)") })

  init() async throws { fixture = try await WorkflowFixture() }

  func jobs(_ id: ExperimentID) async throws -> [JobRecord] {
    try await fixture.connector.history(of: id, after: nil, limit: 10_000)
      .sorted { $0.number < $1.number }
  }

  /// Runs an experiment of 30 jobs and interrupts it again and again, after so many ends of jobs.
  func runInterrupted(
    after counts: [Int], controller: @EngineActor (Int) -> any Controller,
    _ body: @escaping @Sendable (Int, Context) async throws -> Double
  ) async throws -> ExperimentID {
    var id: ExperimentID?
    for (round, count) in (counts + [Int.max]).enumerated() {
      let engine = Mutex<Engine?>(nil)
      let left = Mutex(count)
      let summary = try await fixture.run(
        30, resuming: id, workers: workers, retries: RetryPolicy(count: 1),
        policy: .continueAfterJobException, controller: await controller(round),
        started: { started in engine.withLock { $0 = started } }
      ) { number, context in
        let isLast = left.withLock { left in
          left -= 1
          return left == 0
        }
        if isLast { engine.withLock { $0 }?.stop() }
        return try await body(number, context)
      }
      id = summary.experiment
      if count == .max {
        #expect(summary.status == .finished)
        #expect(summary.finishedJobs + summary.failedJobs == 30)
      } else {
        #expect(summary.status == .stopped)
      }
    }
    return try #require(id)
  }

  @Test(
    "However often it is interrupted, every recommendation ends exactly once",
    arguments: [[1], [5, 5], [2, 1, 4, 3], [20], [3, 3, 3, 3, 3, 3]])
  func everyRecommendationOnce(counts: [Int]) async throws {
    let ended = Mutex<[Int: Int]>([:])
    let id = try await runInterrupted(after: counts, controller: { _ in NumberController(30) }) {
      number, _ in
      if number % 7 == 3 { throw JobFailure(.exit, "always") }
      await Task.yield()
      try Task.checkCancellation()
      ended.withLock { $0[number, default: 0] += 1 }
      return Double(number)
    }
    let jobs = try await jobs(id)
    #expect(jobs.map(\.number) == Array(0..<30))
    for job in jobs {
      let failed = job.number % 7 == 3
      #expect(job.status == (failed ? .failed : .finished))
      #expect(job.parameters["n"] == .integer(Int64(job.number)))
      let attempts = try await fixture.connector.attempts(of: job.id)
      #expect(attempts.filter { $0.status == .succeeded }.count == (failed ? 0 : 1))
      // A retry is left over from before an interruption, or the job would have more failures.
      #expect(attempts.filter { $0.status == .failed }.count == (failed ? 2 : 0))
      if !failed { #expect(ended.withLock { $0[job.number] } == 1) }
    }
    #expect(try await fixture.connector.experimentStatus(id) == .finished)
  }

  @Test(
    "A controller that learns recommends what it would have without the interruption",
    arguments: [[1], [4], [11], [2, 9], [1, 2, 3, 4]])
  func adaptiveController(counts: [Int]) async throws {
    let id = try await runInterrupted(
      after: counts, controller: { _ in LearningController(30) }
    ) { number, _ in
      // Jobs end in another order than they begin.
      for _ in 0..<(number * 37 % 11) { await Task.yield() }
      if number % 5 == 4 { throw JobFailure(.exit, "always") }
      return Double(number * 31 % 17)
    }
    // What a controller recommends that hears the same in the same order, without an interruption.
    let outcomes = try await fixture.connector.outcomes(of: id, after: nil, limit: 1_000)
    #expect(outcomes.map(\.job.outcomeNumber) == Array(0..<30))
    let expected = try await LearningController(30).recommendations(hearing: outcomes)
    let jobs = try await jobs(id)
    #expect(jobs.map(\.parameters) == expected)
  }

  @Test("Handlers hear of what is left to be run only")
  func onlyTheRestIsAnnounced() async throws {
    let engine = Mutex<Engine?>(nil)
    let first = try await fixture.run(
      6, started: { started in engine.withLock { $0 = started } }
    ) { number, _ in
      if number == 2 { engine.withLock { $0 }?.stop() }
      if number == 3 { throw CancellationError() }
      return Double(number)
    }
    #expect(first.status == .stopped)
    let announced = Announcements()
    _ = try await fixture.run(6, resuming: first.experiment, handlers: [announced]) {
      number, _ in Double(number)
    }
    let all = announced.all
    #expect(all.filter { $0.hasPrefix("start") }.sorted() == ["start 3", "start 4", "start 5"])
    #expect(all.contains("recommended [3, 4]"))
  }

  @Test("Lost and cancelled attempts do not count as failures")
  func lostAttemptsDoNotCount() async throws {
    let connector = fixture.connector
    let id = try await connector.startExperiment(ExperimentRequest(user: "u", name: "lost"))
    let started = try await connector.startJob(
      JobRequest(
        experiment: id, number: 0, recommendation: RecommendationID(0),
        parameters: ["n": .integer(0)]))
    try await connector.failAttempt(started.attempt, as: .lost, AttemptEnding())
    for status in [AttemptStatus.cancelled, .lost, .failed] {
      let again = try await connector.retryJob(started.job, on: .exactly([]))
      try await connector.failAttempt(again.attempt, as: status, AttemptEnding())
    }
    try await connector.endExperiment(id, as: .stopped)
    let summary = try await fixture.run(1, resuming: id, retries: RetryPolicy(count: 2)) {
      _, _ in throw JobFailure(.exit, "no")
    }
    #expect(summary.failedJobs == 1)
    let attempts = try await connector.attempts(of: started.job)
    #expect(
      attempts.map(\.status) == [.lost, .cancelled, .lost, .failed, .failed, .failed])
  }

  @Test("An experiment that has finished, or is being worked on, is not resumed")
  func refusals() async throws {
    let summary = try await fixture.run(1) { _, _ in 1 }
    await #expect(throws: EngineError.nothingLeft(summary.experiment)) {
      _ = try await fixture.run(1, resuming: summary.experiment) { _, _ in 1 }
    }
    let running = try await fixture.connector.startExperiment(
      ExperimentRequest(user: "u", name: "busy"))
    await #expect(throws: EngineError.isRunning(running)) {
      _ = try await fixture.run(1, resuming: running) { _, _ in 1 }
    }
    await #expect(throws: TrackingError.unknown(ExperimentID(rawValue: 99))) {
      _ = try await fixture.run(1, resuming: ExperimentID(rawValue: 99)) { _, _ in 1 }
    }
  }

  @Test("A controller that recommends otherwise keeps what was recorded")
  func otherController() async throws {
    let id = try await runInterrupted(
      after: [5], controller: { round in LearningController(30, salt: round) }
    ) { number, _ in Double(number) }
    let jobs = try await jobs(id)
    #expect(jobs.map(\.number) == Array(0..<30))
    #expect(jobs.allSatisfy { $0.status == .finished })
  }

  @Test("Failures before an interruption count for the limit of failures")
  func failureLimit() async throws {
    let id = try await runInterruptedByLimit()
    let messages = try await fixture.connector.errorMessages(of: id)
    #expect(messages.isEmpty == false)
  }

  @Test("A target that was reached before an interruption is reached")
  func target() async throws {
    let engine = Mutex<Engine?>(nil)
    let first = try await fixture.run(
      10, started: { started in engine.withLock { $0 = started } }
    ) { number, _ in
      if number == 2 { engine.withLock { $0 }?.stop() }
      return Double(number)
    }
    #expect(first.status == .stopped)
    let second = try await fixture.run(
      10, resuming: first.experiment, limits: WorkflowLimits(targetScore: 2)
    ) { number, _ in
      Issue.record("job \(number) has run")
      return 0
    }
    #expect(second.status == .finished)
    #expect(second.cause == .targetScore(2))
  }

  private func runInterruptedByLimit() async throws -> ExperimentID {
    let engine = Mutex<Engine?>(nil)
    let first = try await fixture.run(
      100, limits: WorkflowLimits(failures: 4), policy: .continueAfterJobException,
      started: { started in engine.withLock { $0 = started } }
    ) { number, _ in
      if number == 3 {
        engine.withLock { $0 }?.stop()
        return 1
      }
      throw JobFailure(.exit, "no")
    }
    #expect(first.status == .stopped)
    #expect(first.failedJobs == 3)
    let second = try await fixture.run(
      100, resuming: first.experiment, limits: WorkflowLimits(failures: 4),
      policy: .continueAfterJobException
    ) { _, _ in throw JobFailure(.exit, "no") }
    #expect(second.status == .failed)
    #expect(second.cause == .failures(4))
    return first.experiment
  }
}

/// Writes down which numbers were recommended and begun.
private final class Announcements: Handler {
  private let lines = Mutex<[String]>([])

  var all: [String] { lines.withLock { $0 } }

  func recommendationsAvailable(context: Context) async throws {
    let numbers = try context[.recommendations, default: []].map { try $0.id.value(as: Int.self) }
    lines.withLock { $0.append("recommended \(numbers)") }
  }

  func startJob(context: Context) async throws {
    lines.withLock { $0.append("start \(context[.job]?.number ?? -1)") }
  }
}

/// Recommends what follows from all outcomes that it has heard, in their order.
@EngineActor
final class LearningController: Controller {
  private let count: Int
  private let salt: Int
  private var next = 0
  private var digest: UInt64 = 7
  private var space: SearchSpace?

  init(_ count: Int, salt: Int = 0) {
    self.count = count
    self.salt = salt
  }

  func setSearchSpace(_ space: SearchSpace, context: Context) throws { self.space = space }

  func initialRecommendations(context: Context) throws -> [Recommendation] {
    try (0..<5).compactMap { _ in try recommend() }
  }

  func refineRecommendations(
    after outcome: Outcome, context: Context
  ) throws -> [Recommendation] {
    learn(try outcome.recommendationID.value(as: Int.self), outcome.score?.value)
    return try recommend().map { [$0] } ?? []
  }

  /// The parameters of all recommendations, in order, when it hears recorded outcomes.
  func recommendations(hearing outcomes: [JobOutcome]) throws -> [ParameterSet] {
    space = try SearchSpace(
      name: "numbers", parameters: [(name: "n", domain: .integer(low: 0, high: 1_000_000))])
    var all = try initialRecommendations(context: Context())
    for outcome in outcomes {
      let id = try #require(outcome.job.recommendation)
      learn(try id.value(as: Int.self), outcome.job.score)
      all += try recommend().map { [$0] } ?? []
    }
    return all.map(\.result.parameters)
  }

  private func learn(_ number: Int, _ score: Double?) {
    digest = (digest ^ UInt64(number)) &* 0x9E37_79B9_7F4A_7C15
    digest = (digest ^ (score ?? -1).bitPattern) &* 0x9E37_79B9_7F4A_7C15
    digest ^= digest >> 29
  }

  private func recommend() throws -> Recommendation? {
    guard next < count, let space else { return nil }
    defer { next += 1 }
    let value = (digest &+ UInt64(next + salt)) % 1_000_000
    return Recommendation(
      id: RecommendationID(next),
      result: try SearchResult(space: space, parameters: ["n": .integer(Int64(value))]))
  }
}
