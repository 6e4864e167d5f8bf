import AutoMLModel
import AutoMLTracking
import AutoMLTrackingSQLite
import CSQLiteLoop
import Foundation

/// A database on which cost that grows with the history would show.
enum BigDatabase {
  static func make(path: String, jobs: Int64, results: Int64) async throws {
    guard !FileManager.default.fileExists(atPath: path) else {
      throw BenchError("\(path) is there already; choose another path.")
    }
    let clock = ContinuousClock()
    let start = clock.now
    let connector = try await SQLiteConnector.open(path: path)
    let experiment = try await connector.startExperiment(
      ExperimentRequest(
        user: "bench", name: "big",
        searchSpace: [
          "lr": ["type": "float", "low": 0.0, "high": 1.0],
          "hidden": ["type": "int", "low": 0, "high": 255],
        ]))
    let session = try await connector.session()
    try await connector.endExperiment(experiment, as: .finished)
    try await connector.close()
    try CLoop.call { problem, size in
      csqlite_fill(
        path, experiment.rawValue, session.id.rawValue, session.started.microseconds, jobs,
        max(1, results / jobs), problem, size)
    }
    let seconds = Int((clock.now - start) / .seconds(1))
    print("\(path): experiment \(experiment), \(jobs) jobs, \(max(1, results / jobs)) results each")
    print("made in \(seconds) s; try: time automl-db best \(experiment) --db \(path)")
  }
}
