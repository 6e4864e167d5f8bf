import ArgumentParser
import AutoMLModel
import AutoMLReporting
import AutoMLTracking
import AutoMLTrackingSQLite

struct JobsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "jobs", abstract: "List the jobs of an experiment that are in a status.",
    discussion: "Example: automl-db jobs 1 --status failed")

  @Argument(help: "The experiment's number.")
  var experiment: ExperimentID

  @Option(help: "Only those in this status; may be given more than once.")
  var status: [JobStatus] = []

  @OptionGroup var store: StoreOptions
  @OptionGroup var output: TableOptions

  func run() async throws {
    try await store.reading { connector in
      var table = HistoryTable(
        of: try await connector.experiment(experiment), as: output.reportFormat)
      for try await job in connector.history(of: experiment)
      where status.isEmpty || status.contains(job.status) {
        Terminal.write(table.add(job))
      }
      Terminal.write(table.end())
    }
  }
}
