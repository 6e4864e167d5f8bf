import AutoMLSweep
import AutoMLTrackingSQLite

/// Combinations that are taken and marked a hundred at a time.
struct Batches {
  private static let bound = 50_000.0

  let rounds: Int
  let pairs: Int

  func measure(_ findings: inout Findings) async throws {
    print("batches of 100, 100000 combinations, bound: \(Int(Self.bound)) combinations/s")
    let results = try await Rounds(rounds, [rate])
    findings.show(
      "one process", perSecond(results.rate(0)), isMet: results.rate(0) >= Self.bound)
  }

  private func rate() async throws -> Double {
    try await Scratch.withFile { path in
      try await Scratch.fill(path, count: 100_000)
      let connector = try await SQLiteConnector.open(path: path)
      let sweeper = try await ParamSweeper(Scratch.name, in: connector)
      let rate = try await Worker.rate(sweeper, pairs: pairs, batch: 100)
      try await connector.close()
      return rate
    }
  }
}
