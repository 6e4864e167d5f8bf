import ArgumentParser
import AutoMLModel
import AutoMLReporting
import AutoMLTracking
import AutoMLTrackingSQLite

struct BestCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "best",
    abstract: "Show the best-result report of an experiment.",
    discussion: "Examples:\n  automl-db best 1\n  automl-db best 1 --top 10 --json")

  @Argument(help: "The experiment's number.")
  var experiment: ExperimentID

  @Option(help: "How many of the best jobs to show.")
  var top = 5

  @Flag(help: "Let early-stopped jobs compete with finished ones.")
  var earlyStopped = false

  @OptionGroup var store: StoreOptions
  @OptionGroup var output: TableOptions

  func validate() throws {
    guard top >= 1 else { throw ValidationError("'--top' must be at least 1.") }
  }

  func run() async throws {
    try await store.reading { connector in
      output.write(
        try await BestResultReport.make(
          for: experiment, from: connector, top: top, includingEarlyStopped: earlyStopped))
    }
  }
}
