import ArgumentParser
import AutoMLModel
import AutoMLReporting
import AutoMLTracking
import AutoMLTrackingSQLite

struct ResultsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "results", abstract: "Show the numbers that a job reported.",
    discussion: "Examples:\n  automl-db results 12\n  automl-db results 12 --all-attempts --json")

  @Argument(help: "The job's number in the database.")
  var job: JobID

  @Flag(help: "Show the numbers of every attempt, not only of the last one.")
  var allAttempts = false

  @OptionGroup var store: StoreOptions
  @OptionGroup var output: TableOptions

  func run() async throws {
    try await store.reading { connector in
      output.write(
        try await ResultsTable.make(
          for: job, from: connector, attempts: allAttempts ? .all : .last))
    }
  }
}
