import AutoMLModel
import AutoMLTracking
import AutoMLWorkflow
import Synchronization

/// The programming guide's space: one learning rate.
func guideSpace() throws -> SearchSpace {
  try SearchSpace(
    name: "test",
    targets: [try ParameterRangeLocator(parsing: "lr.float"): [SearchRange(0.001, 0.002)]])
}

/// A controller that notes its calls and recommends what it was told to.
@EngineActor
final class GuideController: Controller {
  /// Where an error is thrown, or a stop asked for.
  enum Place: CaseIterable, Sendable { case setSearchSpace, initial, refine }
  struct Failure: Error {}

  let lines: Lines
  let initial: Int
  let refined: Int
  let failsIn: Place?
  let stopsIn: Place?
  private(set) var space: SearchSpace?
  private(set) var outcomes: [Outcome] = []
  private var made = 0
  /// How many calls are being made, counted without the actor's help.
  nonisolated let calls = Mutex(0)
  nonisolated let overlaps = Mutex(0)

  /// Makes a controller of so many first recommendations, and so many in all afterwards.
  nonisolated init(
    _ initial: Int = 1, refined: Int = 0, failsIn: Place? = nil, stopsIn: Place? = nil,
    lines: Lines = Lines()
  ) {
    self.initial = initial
    self.refined = refined
    self.failsIn = failsIn
    self.stopsIn = stopsIn
    self.lines = lines
  }

  func setSearchSpace(_ space: SearchSpace, context: Context) throws {
    try call(.setSearchSpace, "set_search_space", context)
    self.space = space
  }

  func initialRecommendations(context: Context) throws -> [Recommendation] {
    try call(.initial, "initial_recommendation", context)
    return try (0..<initial).map { _ in try recommend() }
  }

  func refineRecommendations(
    after outcome: Outcome, context: Context
  ) throws -> [Recommendation] {
    outcomes.append(outcome)
    try call(.refine, "refine_recommendation", context)
    return made < initial + refined ? [try recommend()] : []
  }

  func shutdown(context: Context) { lines.add("controller shutdown") }

  private func call(_ place: Place, _ name: String, _ context: Context) throws {
    let isAlone = calls.withLock { calls in
      calls += 1
      return calls == 1
    }
    if !isAlone { overlaps.withLock { $0 += 1 } }
    defer { calls.withLock { $0 -= 1 } }
    lines.add(name)
    if place == stopsIn { context.stopWork("not this space") }
    if place == failsIn { throw Failure() }
  }

  private func recommend() throws -> Recommendation {
    guard let space else { throw Failure() }
    defer { made += 1 }
    return Recommendation(
      id: RecommendationID(made),
      result: try SearchResult(space: space, parameters: ["lr.float": 0.0015]))
  }
}

/// An executor that notes its calls and executes by a closure.
struct GuideExecutor: Executor {
  var lines = Lines()
  var body: @Sendable (Recommendation, Context) async throws -> Double = { _, _ in 1 }

  func execute(_ recommendation: Recommendation, context: Context) async throws -> Score {
    try Score(try await body(recommendation, context))
  }

  func determineSearchSpace(context: Context) async throws -> SearchSpace {
    lines.add("determine_search_space")
    return try guideSpace()
  }

  func abort(context: Context) async { lines.add("abort") }

  func shutdown(context: Context) async { lines.add("executor shutdown") }
}

extension WorkflowFixture {
  /// Runs a workflow of the guide's parts and shuts it down.
  func runGuide(
    _ controller: GuideController = GuideController(), _ executor: GuideExecutor = GuideExecutor(),
    handlers: [any Handler] = [], workers: [WorkerConfiguration] = [WorkerConfiguration("W1")],
    retries: RetryPolicy = RetryPolicy(), policy: StopPolicy = .stopOnException,
    context: Context = Context(), started: @Sendable (Engine) -> Void = { _ in }
  ) async throws -> WorkflowSummary {
    let engine = try await Engine(
      connector: connector, controller: controller, executor: executor, handlers: handlers,
      options: EngineOptions(
        experiment: .new(ExperimentRequest(user: "tester", name: "guide")),
        workers: .fixed(workers),
        retries: retries, stopPolicy: policy, jitter: { 0 }))
    started(engine)
    let summary = try await engine.run(context)
    await engine.shutdown(context)
    return summary
  }
}

/// Hears of every event with its context.
struct Listener: Handler {
  let hear: @Sendable (WorkflowEvent, Context) throws -> Void

  init(_ hear: @escaping @Sendable (WorkflowEvent, Context) throws -> Void) { self.hear = hear }

  func handle(_ event: WorkflowEvent, context: Context) async throws { try hear(event, context) }
}
