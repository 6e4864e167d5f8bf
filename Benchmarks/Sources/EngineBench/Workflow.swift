import AutoMLModel
import AutoMLSearch
import AutoMLTracking
import AutoMLTrackingSQLite
import AutoMLWorkflow
import Logging

/// A search over one number, as an engine runs it.
enum Workflow {
  static let experiment = ExperimentRequest(user: "bench", name: "bench")
  static var quiet: Logger { Logger(label: "engine-bench") { _ in SwiftLogNoOpLogHandler() } }

  static func space() throws -> SearchSpace {
    try SearchSpace(name: "bench", parameters: [(name: "x", domain: .float(low: 0, high: 1))])
  }

  /// Opens a fresh file in a folder.
  static func connector(
    in folder: String, _ durability: SQLiteConfiguration.Durability
  ) async throws -> SQLiteConnector {
    var configuration = SQLiteConfiguration()
    configuration.durability = durability
    return try await SQLiteConnector.open(path: "\(folder)/bench.db", configuration: configuration)
  }

  /// Runs so many jobs and fails unless each of them was recorded with a score.
  @EngineActor
  static func run(
    _ jobs: Int, on workers: WorkerPlan, _ connector: SQLiteConnector, _ executor: any Executor,
    watch: @escaping @Sendable (Int) -> Void = { _ in }
  ) async throws {
    let search = SearchController(
      RandomSearch(space: try space(), seed: 7), total: jobs, batch: workers.count * 2)
    let engine = try Engine(
      connector: connector, controller: WatchedController(search, watch: watch),
      executor: executor,
      options: EngineOptions(experiment: .new(experiment), workers: workers, logger: quiet))
    let summary = try await engine.run()
    await engine.shutdown()
    let tally = try await connector.tally(of: summary.experiment)
    guard tally.jobs[.finished] == jobs, tally.total == jobs else {
      throw BenchError("\(tally.jobs) instead of \(jobs) finished jobs")
    }
  }
}

/// The controller of a real search, which gives one recommendation after each outcome.
@EngineActor
private final class WatchedController: Controller {
  private let search: SearchController
  private let watch: @Sendable (Int) -> Void
  private var outcomes = 0

  init(_ search: SearchController, watch: @escaping @Sendable (Int) -> Void) {
    self.search = search
    self.watch = watch
  }

  func setSearchSpace(_ space: SearchSpace, context: Context) throws {
    try search.setSearchSpace(space, context: context)
  }

  func initialRecommendations(context: Context) throws -> [Recommendation] {
    try search.initialRecommendations(context: context)
  }

  func refineRecommendations(
    after outcome: Outcome, context: Context
  ) throws -> [Recommendation] {
    outcomes += 1
    watch(outcomes)
    return try search.refineRecommendations(after: outcome, context: context)
  }
}
