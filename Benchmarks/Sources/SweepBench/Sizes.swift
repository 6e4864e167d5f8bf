import AutoMLSweep
import AutoMLTracking
import AutoMLTrackingSQLite
import Foundation

/// Long lists, and many combinations in progress: a pair is to cost the same.
struct Sizes {
  private static let bound = 1.3

  let rounds: Int
  let pairs: Int
  let isQuick: Bool

  private struct Case {
    let name: String
    let connector: SQLiteConnector
    let sweeper: ParamSweeper

    init(_ count: Int, held: Int, in folder: URL) async throws {
      name = "\(count) combinations" + (held == 0 ? "" : ", \(held) in progress")
      let path = folder.appending(path: "\(count)-\(held).db").path
      try await Scratch.fill(path, count: count)
      connector = try await SQLiteConnector.open(path: path)
      sweeper = try await ParamSweeper(Scratch.name, in: connector)
      _ = try await sweeper.nextBatch(held)
    }
  }

  func measure(_ findings: inout Findings) async throws {
    print("take + done of one process, bound: \(Self.bound) times a pair of the shortest list")
    try await Scratch.withFolder { folder in
      var cases: [Case] = []
      for (count, held) in [
        (1_000, 0), (10_000, 0), (100_000, 0), (100_000, 10_000), (1_000_000, 0),
      ] where !isQuick || count < 1_000_000 {
        cases.append(try await Case(count, held: held, in: folder))
      }
      let results = try await Rounds(rounds, cases.map { test in { try await rate(test) } })
      for (place, test) in cases.enumerated() {
        let ratio = results.ratio(0, to: place)
        findings.show(
          test.name, perSecond(results.rate(place)) + String(format: " %6.2fx", ratio),
          isMet: ratio <= Self.bound)
      }
      for test in cases { try await test.connector.close() }
    }
  }

  private func rate(_ test: Case) async throws -> Double {
    if try await test.sweeper.record().counts.remaining < pairs {
      let sweep = try await test.sweeper.record().id
      _ = try await test.connector.resetSweep(sweep, inProgress: false, done: true)
    }
    return try await Worker.rate(test.sweeper, pairs: pairs)
  }
}
