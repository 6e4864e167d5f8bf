import ArgumentParser
import AutoMLModel
import AutoMLReporting
import AutoMLTracking
import AutoMLTrackingSQLite

struct StatusCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "Show what is running, or how far one experiment is.",
    discussion: "Examples:\n  automl status\n  automl status 3 --json")

  @Argument(help: "The experiment's number; without it, all that are being worked on.")
  var experiment: ExperimentID?

  @OptionGroup var store: StoreOptions
  @OptionGroup var output: OutputOptions

  func run() async throws {
    try await store.reading { connector in
      if let experiment {
        output.write(try await BestResultReport.make(for: experiment, from: connector))
      } else {
        try await writeActive(connector)
      }
    }
  }

  private func writeActive(_ connector: SQLiteConnector) async throws {
    let table = try await ExperimentTable.make(
      ExperimentFilter(statuses: [.running, .stopRequested]), from: connector)
    if table.rows.isEmpty, !output.json {
      Terminal.write("Nothing is running; 'automl-db experiments' lists what has run.\n")
    } else {
      output.write(table)
    }
  }
}
