import AutoMLModel
import AutoMLTracking
import AutoMLTrackingSQLite
import Foundation

/// Fresh files for one measurement each, in the folder `AUTOML_BENCH_FOLDER` or a temporary one.
enum Scratch {
  static func withFile<Result>(_ body: (String) async throws -> Result) async throws -> Result {
    let named = ProcessInfo.processInfo.environment["AUTOML_BENCH_FOLDER"]
    let parent = named.map { URL(filePath: $0) } ?? FileManager.default.temporaryDirectory
    let folder = parent.appending(path: "automl-bench-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try await body(folder.appending(path: "bench.db").path)
  }

  /// Makes a file with a running job, as it looks while an engine works, and lets go of it.
  ///
  /// The connector is dropped without closing: closing would end the job.
  static func runningJob(path: String) async throws -> JobID {
    let connector = try await SQLiteConnector.open(path: path)
    return try await startJob(in: connector)
  }

  static func startJob(in connector: SQLiteConnector) async throws -> JobID {
    let request = ExperimentRequest(user: "bench", name: "bench")
    let experiment = try await connector.startExperiment(request)
    return try await connector.startJob(JobRequest(experiment: experiment)).job
  }
}
