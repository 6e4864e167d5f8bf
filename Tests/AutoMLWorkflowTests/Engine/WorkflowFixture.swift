import AutoMLModel
import AutoMLTracking
import AutoMLTrackingSQLite
import AutoMLWorkflow
import Foundation
import Synchronization

/// A database file of its own and the parts of a workflow over it.
final class WorkflowFixture: Sendable {
  let path: String
  let connector: SQLiteConnector

  init() async throws {
    path = NSTemporaryDirectory() + "automl-workflow-\(UUID().uuidString).db"
    connector = try await SQLiteConnector.open(path: path)
  }

  deinit {
    for suffix in ["", "-wal", "-shm"] {
      try? FileManager.default.removeItem(atPath: path + suffix)
    }
  }

  /// Runs a workflow of whole numbers from 0, or the rest of one, and gives its summary.
  func run(
    _ count: Int, resuming experiment: ExperimentID? = nil,
    workers: WorkerPlan = .fixed([WorkerConfiguration("W1")]),
    retries: RetryPolicy = RetryPolicy(), limits: WorkflowLimits = WorkflowLimits(),
    earlyStopping: EarlyStoppingPolicy? = nil, policy: StopPolicy = .stopOnException,
    handlers: [any Handler] = [],
    context: Context = Context(),
    controller: (any Controller)? = nil, clock: any Clock<Duration> = ContinuousClock(),
    started: @Sendable (Engine) -> Void = { _ in },
    _ body: @escaping @Sendable (Int, Context) async throws -> Double
  ) async throws -> WorkflowSummary {
    let numbers = await NumberController(count)
    let engine = try await Engine(
      connector: connector, controller: controller ?? numbers,
      executor: ClosureExecutor(body: body), handlers: handlers,
      options: EngineOptions(
        experiment: experiment.map { .recorded($0) }
          ?? .new(ExperimentRequest(user: "tester", name: "numbers")), workers: workers,
        retries: retries, limits: limits, earlyStopping: earlyStopping, stopPolicy: policy,
        clock: clock, jitter: { 1 }))
    started(engine)
    let summary = try await engine.run(context)
    await engine.shutdown(context)
    return summary
  }
}

/// Recommends the numbers from 0, two to begin with and one after each outcome.
@EngineActor
final class NumberController: Controller {
  private let count: Int
  private var next = 0
  private var space: SearchSpace?
  private(set) var outcomes: [Outcome] = []

  init(_ count: Int) { self.count = count }

  func setSearchSpace(_ space: SearchSpace, context: Context) throws { self.space = space }

  func initialRecommendations(context: Context) throws -> [Recommendation] {
    try (0..<2).compactMap { _ in try recommend() }
  }

  func refineRecommendations(
    after outcome: Outcome, context: Context
  ) throws -> [Recommendation] {
    outcomes.append(outcome)
    return try recommend().map { [$0] } ?? []
  }

  private func recommend() throws -> Recommendation? {
    guard next < count, let space else { return nil }
    defer { next += 1 }
    return Recommendation(
      id: RecommendationID(next),
      result: try SearchResult(space: space, parameters: ["n": .integer(Int64(next))]))
  }
}

/// Executes recommendations by a closure over their number.
struct ClosureExecutor: Executor {
  let body: @Sendable (Int, Context) async throws -> Double

  func execute(_ recommendation: Recommendation, context: Context) async throws -> Score {
    try Score(try await body(recommendation.id.value(as: Int.self), context))
  }

  func determineSearchSpace(context: Context) async throws -> SearchSpace {
    try SearchSpace(
      name: "numbers", parameters: [(name: "n", domain: .integer(low: 0, high: 1_000_000))])
  }
}
