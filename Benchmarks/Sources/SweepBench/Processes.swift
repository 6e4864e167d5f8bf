import Foundation

/// Processes that share a sweep: together they are to be no slower than one.
struct Processes {
  private static let size = 10_000

  let rounds: Int
  let pairs: Int

  func measure(_ findings: inout Findings) async throws {
    print("take + done of processes on one file, together, bound: that of one process")
    let counts = [1, 2, 4]
    let results = try await Rounds(
      rounds, counts.map { count in { try await rate(of: count) } })
    for (place, count) in counts.enumerated() {
      let ratio = results.ratio(place, to: 0)
      findings.show(
        "\(count) of them", perSecond(results.rate(place)) + String(format: " %6.2f", ratio),
        isMet: ratio >= 1)
    }
  }

  private func rate(of count: Int) async throws -> Double {
    try await Scratch.withFile { path in
      try await Scratch.fill(path, count: Self.size)
      let each = pairs / count
      let workers = try (0..<count).map { _ in try OwnProcess("work", path, "\(each)", "1") }
      for worker in workers { try worker.expect("ready") }
      let start = ContinuousClock.now
      for worker in workers { try worker.send("go") }
      for worker in workers { try worker.expect("done") }
      let time = ContinuousClock.now - start
      for worker in workers { try worker.finish() }
      return Double(each * count) / (time / .seconds(1))
    }
  }
}
