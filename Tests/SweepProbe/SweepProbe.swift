import AutoMLModel
import AutoMLSweep
import AutoMLTracking
import AutoMLTrackingSQLite
import Foundation

/// A process that works off a sweep of a database file, and may be killed at any moment.
///
/// What it prints, one line each, it prints after the store has acknowledged it.
@main
struct SweepProbe {
  static let usage = """
    usage: sweep-probe drain DB NAME BATCH          takes and marks as done until nothing remains
           sweep-probe drain DB NAME BATCH LIMIT    keeps the last of so many batches and waits
    """

  static func main() async {
    do {
      try await run(Array(CommandLine.arguments.dropFirst()))
    } catch {
      report("error \(error)")
      exit(1)
    }
  }

  static func run(_ arguments: [String]) async throws {
    let numbers = arguments.dropFirst(3).compactMap { Int($0) }
    guard arguments.first == "drain", (4...5).contains(arguments.count),
      numbers.count == arguments.count - 3
    else {
      report(usage)
      exit(2)
    }
    try await drain(
      arguments[1], arguments[2], batch: numbers[0],
      limit: numbers.count > 1 ? numbers[1] : .max)
  }

  /// Says "took" and "did" before each combination, "holding" when it waits and "end" at the end.
  static func drain(_ path: String, _ name: String, batch: Int, limit: Int) async throws {
    let store = try await SQLiteConnector.open(path: path)
    let sweeper = try await ParamSweeper(name, in: store, options: .init(joinsRun: true))
    report("ready")
    _ = readLine()
    for number in 1... {
      let taken = try await sweeper.nextBatch(batch)
      if taken.isEmpty { break }
      report(taken.map { "took \($0.canonicalText)" }.joined(separator: "\n"))
      if number == limit {
        report("holding")
        _ = readLine()
        break
      }
      try await sweeper.done(taken)
      report(taken.map { "did \($0.canonicalText)" }.joined(separator: "\n"))
    }
    try await store.close()
    report("end")
  }

  /// Prints lines with one write, so that a kill hardly cuts them and no others mix with them.
  static func report(_ lines: String) {
    FileHandle.standardOutput.write(Data("\(lines)\n".utf8))
  }
}
