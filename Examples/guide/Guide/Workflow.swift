public import AutoMLTracking
public import AutoMLTrackingSQLite
public import AutoMLWorkflow
import Foundation

/// A database for an example: a file that is kept, or one that is not.
public final class Database: Sendable {
  /// The open database.
  public let connector: SQLiteConnector
  private let temporary: String?

  /// Opens a database, making it when it is not there; without a path, one that is deleted.
  public init(_ path: String? = nil) async throws {
    let own = NSTemporaryDirectory() + "automl-example-\(UUID().uuidString).db"
    temporary = path == nil ? own : nil
    connector = try await SQLiteConnector.open(path: path ?? own)
  }

  /// The jobs of an experiment, as they were recorded.
  public func jobs(_ summary: WorkflowSummary) async throws -> [JobRecord] {
    try await connector.history(of: summary.experiment, after: nil, limit: 100_000)
  }

  /// Closes the database, and deletes it when it has no place to stay.
  public func close() async throws {
    try await connector.close()
    guard let temporary else { return }
    for suffix in ["", "-wal", "-shm"] {
      try? FileManager.default.removeItem(atPath: temporary + suffix)
    }
  }
}

/// The guide's `Engine(worker_configs, controller, executor, handlers)`, `run` and `shutdown`.
///
/// Each run is recorded as an experiment of its own.
@EngineActor
public func runWorkflow(
  _ name: String, workers: Int, controller: any Controller, executor: any Executor,
  handlers: [any Handler] = [], in database: Database
) async throws -> WorkflowSummary {
  let workerConfigs = (0..<workers).map { WorkerConfiguration("W\($0 + 1)", gpus: [$0]) }
  let context = Context()
  let engine = try Engine(
    connector: database.connector, controller: controller, executor: executor,
    handlers: handlers,
    options: EngineOptions(
      experiment: .new(ExperimentRequest(user: NSUserName(), name: name)),
      workers: .fixed(workerConfigs)))
  let summary = try await engine.run(context)
  await engine.shutdown(context)
  return summary
}
