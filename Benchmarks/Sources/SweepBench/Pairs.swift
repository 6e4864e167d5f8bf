import AutoMLModel
import AutoMLSweep
import AutoMLTracking
import AutoMLTrackingSQLite
import Foundation

/// One process against C: both make two durable transactions a combination.
struct Pairs {
  private static let bound = 0.7
  private static let size = 10_000

  let rounds: Int
  let pairs: Int

  func measure(_ findings: inout Findings) async throws {
    print("take + done of one process, \(Self.size) combinations, bound: \(Self.bound) of C")
    let results = try await Rounds(rounds, [loop, sweeper])
    findings.show("C, two updates of a row by its id", perSecond(results.rate(0)))
    findings.show("sweeper", perSecond(results.rate(1)))
    let ratio = results.ratio(1, to: 0)
    findings.show("  ratio", String(format: "%9.2f", ratio), isMet: ratio >= Self.bound)
  }

  private func loop() async throws -> Double {
    try await Scratch.withFile { path in
      try await Scratch.fill(path, count: Self.size)
      let session = try await session(path)
      let seconds = try LoopWorker.loop(path, session: session, first: 1, pairs: Int64(pairs))
      return Double(pairs) / seconds
    }
  }

  private func session(_ path: String) async throws -> Int64 {
    let connector = try await SQLiteConnector.open(path: path)
    let session = try await connector.session().id.rawValue
    try await connector.close()
    return session
  }

  private func sweeper() async throws -> Double {
    try await Scratch.withFile { path in
      try await Scratch.fill(path, count: Self.size)
      let connector = try await SQLiteConnector.open(path: path)
      let sweeper = try await ParamSweeper(Scratch.name, in: connector)
      let rate = try await Worker.rate(sweeper, pairs: pairs)
      try await connector.close()
      return rate
    }
  }
}
