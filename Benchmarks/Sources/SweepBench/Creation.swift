import AutoMLSweep
import AutoMLTracking
import AutoMLTrackingSQLite
import Foundation

/// A long list is recorded, and then a process that never sees it takes some of it.
struct Creation {
  private static let bound = 5.0

  let count: Int

  func measure(_ findings: inout Findings) async throws {
    print("a sweep of \(count) combinations of 4 factors, bound: \(Int(Self.bound)) s")
    try await Scratch.withFile { path in
      let creator = try OwnProcess("create", path, "\(count)")
      let seconds = Double(try creator.words().last ?? "") ?? .infinity
      let memory = try creator.words()
      try creator.finish()
      let worker = try OwnProcess("work", path, "1000", "1")
      try worker.expect("ready")
      try worker.send("go")
      try worker.expect("done")
      let taking = try worker.words()
      try worker.finish()
      findings.show(
        "recorded in", String(format: "%9.2f s", seconds), isMet: seconds <= Self.bound)
      findings.show("  at most in memory", "\(memory.last ?? "?") KiB".leftPadded)
      findings.show("a process that takes 1000 has in memory", "\(taking[1]) KiB".leftPadded)
      let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int ?? 0
      findings.show("the file, for each combination", "\(size / count) bytes".leftPadded)
    }
  }

  /// As a process: says how many seconds it took, and what memory.
  static func run(_ path: String, count: Int) async throws {
    let connector = try await SQLiteConnector.open(path: path)
    let start = ContinuousClock.now
    let sweeper = try await ParamSweeper(
      Scratch.name, in: connector, sweeps: Scratch.factors(count).combinations())
    print("seconds \((ContinuousClock.now - start) / .seconds(1))")
    print(Memory.line())
    fflush(nil)
    guard try await sweeper.record().counts.remaining == count else {
      throw BenchError("Not all combinations were recorded.")
    }
    try await connector.close()
  }
}

extension String {
  fileprivate var leftPadded: String {
    String(repeating: " ", count: max(0, 13 - count)) + self
  }
}
