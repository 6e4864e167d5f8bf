import ArgumentParser
import AutoMLModel
import AutoMLReporting
import AutoMLTracking
import AutoMLTrackingSQLite

struct JobCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "job",
    abstract: "Show a job's attempts, resources, exit codes, reasons and logs.",
    discussion: "Example: automl-db job 12")

  @Argument(help: "The job's number in the database.")
  var job: JobID

  @OptionGroup var store: StoreOptions
  @OptionGroup var output: OutputOptions

  func run() async throws {
    try await store.reading { connector in
      output.write(try await JobReport.make(for: job, from: connector))
    }
  }
}
