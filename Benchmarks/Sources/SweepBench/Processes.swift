import AutoMLModel
import AutoMLSweep
import AutoMLTracking
import AutoMLTrackingSQLite
import Foundation

/// Processes that share a sweep: together they are to be no slower than one.
///
/// Beside them the same processes in C, each with the plainest two transactions a combination and
/// SQLite's own way of waiting for the lock: what sharing one file costs anybody.
struct Processes {
  private static let counts = [1, 2, 4]

  let rounds: Int
  let pairs: Int
  let isQuick: Bool

  func measure(_ findings: inout Findings) async throws {
    for size in [1_000, 10_000, 100_000, 1_000_000] where !isQuick || size <= 10_000 {
      print(
        "take + done of processes on one file of \(size) combinations, together, "
          + "bound: that of one process")
      try await Scratch.withFile { path in
        try await Scratch.fill(path, count: size)
        let pairs = min(pairs, size)
        var contestants: [() async throws -> Double] = []
        for kind in ["work", "c-work"] {
          for count in Self.counts {
            contestants.append { try await rate(kind, count, pairs, path) }
          }
        }
        // A short list is through in a tenth of a second, which differs more from round to round.
        let results = try await Rounds(pairs < self.pairs ? 5 * rounds : rounds, contestants)
        for (place, count) in Self.counts.enumerated() {
          let ratio = results.ratio(place, to: 0)
          findings.show(
            "\(count) of them", perSecond(results.rate(place)) + String(format: " %6.2f", ratio),
            isMet: ratio >= 1)
        }
        let loop = Self.counts.count
        for (place, count) in Self.counts.enumerated() {
          findings.show(
            "  the same in C, \(count) of them",
            perSecond(results.rate(loop + place))
              + String(format: " %6.2f", results.ratio(loop + place, to: loop)))
        }
      }
    }
  }

  private func rate(
    _ kind: String, _ count: Int, _ pairs: Int, _ path: String
  ) async throws -> Double {
    let session = try await prepare(path, pairs)
    let each = pairs / count - Worker.firstPairs
    let workers = try (0..<count).map { place in
      kind == "work"
        ? try OwnProcess(kind, path, "\(each)", "1")
        : try OwnProcess(kind, path, "\(session)", "\(1 + place * each)", "\(each)")
    }
    for worker in workers { try worker.expect("ready") }
    let start = ContinuousClock.now
    for worker in workers { try worker.send("go") }
    for worker in workers { try worker.expect("done") }
    let time = ContinuousClock.now - start
    for worker in workers { try worker.finish() }
    return Double(each * count) / (time / .seconds(1))
  }

  /// Has everything wait again, with nothing left in the log.
  private func prepare(_ path: String, _ pairs: Int) async throws -> Int64 {
    let connector = try await SQLiteConnector.open(path: path)
    let sweeper = try await ParamSweeper(Scratch.name, in: connector)
    let sweep = try await sweeper.record().id
    _ = try await connector.resetSweep(sweep, inProgress: true, done: true)
    let session = try await connector.session().id.rawValue
    try await connector.close()
    return session
  }
}
