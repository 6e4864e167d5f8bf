import AutoMLSweep
import AutoMLTracking
import AutoMLTrackingSQLite
import Foundation

/// Takes combinations and marks them as done.
enum Worker {
  /// How many pairs a process makes before it is ready, so that it has prepared its statements.
  static let firstPairs = 10

  /// As a process: says "ready", begins at a line of input, says "done" and what memory it has.
  static func run(_ path: String, pairs: Int, batch: Int) async throws {
    let connector = try await SQLiteConnector.open(path: path)
    let sweeper = try await ParamSweeper(
      Scratch.name, in: connector, options: .init(joinsRun: true))
    try await work(sweeper, pairs: firstPairs, batch: batch)
    print("ready")
    fflush(nil)
    _ = readLine()
    try await work(sweeper, pairs: pairs, batch: batch)
    print("done")
    print(Memory.line())
    fflush(nil)
    try await connector.close()
  }

  /// Combinations a second.
  static func rate(_ sweeper: ParamSweeper, pairs: Int, batch: Int = 1) async throws -> Double {
    let start = ContinuousClock.now
    try await work(sweeper, pairs: pairs, batch: batch)
    return Double(pairs) / ((ContinuousClock.now - start) / .seconds(1))
  }

  private static func work(_ sweeper: ParamSweeper, pairs: Int, batch: Int) async throws {
    var count = 0
    while count < pairs {
      if batch == 1 {
        guard let combination = try await sweeper.next() else { break }
        try await sweeper.done(combination)
        count += 1
      } else {
        let combinations = try await sweeper.nextBatch(min(batch, pairs - count))
        if combinations.isEmpty { break }
        try await sweeper.done(combinations)
        count += combinations.count
      }
    }
    guard count == pairs else { throw BenchError("\(count) of \(pairs) combinations were there.") }
  }
}

/// What this process has in memory.
enum Memory {
  /// The present and the highest number of kibibytes, as "memory RSS PEAK".
  static func line() -> String {
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let figures = ["VmRSS:", "VmHWM:"].map { key in
      status.split(separator: "\n").first { $0.hasPrefix(key) }?
        .split(whereSeparator: \.isWhitespace).dropFirst().first.map(String.init) ?? "0"
    }
    return "memory \(figures[0]) \(figures[1])"
  }
}
