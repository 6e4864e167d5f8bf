import AutoMLModel
import AutoMLTracking
import AutoMLTrackingSQLite

/// The same work through the connector.
enum ConnectorLoop {
  /// Acknowledged results a second on a fresh file, from a number of callers at once.
  static func rate(
    transactions: Int, callers: Int, durability: SQLiteConfiguration.Durability
  ) async throws -> Double {
    try await Scratch.withFile { path in
      var configuration = SQLiteConfiguration()
      configuration.durability = durability
      let connector = try await SQLiteConnector.open(path: path, configuration: configuration)
      let job = try await Scratch.startJob(in: connector)
      let each = transactions / callers
      let clock = ContinuousClock()
      let start = clock.now
      if callers == 1 {
        try await save(each, job, connector)
      } else {
        try await withThrowingTaskGroup(of: Void.self) { group in
          for _ in 0..<callers { group.addTask { try await save(each, job, connector) } }
          try await group.waitForAll()
        }
      }
      let time = clock.now - start
      let count = try await connector.intermediateResults(job: job).count
      try await connector.close()
      guard count == each * callers else {
        throw BenchError("\(count) of \(each * callers) results were kept.")
      }
      return Double(each * callers) / (time / .seconds(1))
    }
  }

  private static func save(_ count: Int, _ job: JobID, _ connector: SQLiteConnector) async throws {
    for number in 0..<count {
      _ = try await connector.saveIntermediateResult(Double(number), for: job)
    }
  }
}
