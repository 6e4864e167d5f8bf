import AutoMLModel
import AutoMLTracking
import Foundation

/// A process that works on a database file as its arguments say, and may be killed at any moment.
///
/// What it prints, one line each, it prints after the store has acknowledged it.
@main
struct TrackingProbe {
  static let usage = """
    usage: tracking-probe open DB               opens the file when told to, by a line of input
           tracking-probe race DB RID           takes at each "go", frees at each "free"
           tracking-probe write DB EID TASKS COUNT   runs so many jobs in each of so many tasks
           tracking-probe churn DB SEED TASKS   works at random until it is killed
           tracking-probe orphan DB RID         starts a job with a process and waits
           tracking-probe read DB               counts the experiments of a file it must not change
           tracking-probe sample DB             fills every table with a little of everything
    """

  static func main() async {
    do {
      try await run(Array(CommandLine.arguments.dropFirst()))
    } catch let error as TrackingError {
      report("error \(error.code) \(error.message)")
      exit(1)
    } catch {
      report("error \(error)")
      exit(1)
    }
  }

  static func run(_ arguments: [String]) async throws {
    let numbers = arguments.dropFirst(2).compactMap { Int64($0) }
    switch (arguments.first, numbers.count, arguments.count) {
    case ("open", 0, 2):
      try await open(arguments[1])
    case ("race", 1, 3):
      try await race(arguments[1], for: ResourceID(rawValue: numbers[0]))
    case ("write", 3, 5):
      try await write(
        arguments[1], in: ExperimentID(rawValue: numbers[0]), tasks: Int(numbers[1]),
        count: Int(numbers[2]))
    case ("churn", 2, 4):
      try await churn(arguments[1], seed: UInt64(numbers[0]), tasks: Int(numbers[1]))
    case ("orphan", 1, 3):
      try await orphan(arguments[1], on: ResourceID(rawValue: numbers[0]))
    case ("read", 0, 2):
      try await read(arguments[1])
    case ("sample", 0, 2):
      try await sample(arguments[1])
    default:
      report(usage)
      exit(2)
    }
  }

  /// Prints a line with one write, so that a kill cannot cut it and no other line mixes with it.
  static func report(_ line: String) {
    FileHandle.standardOutput.write(Data("\(line)\n".utf8))
  }
}
