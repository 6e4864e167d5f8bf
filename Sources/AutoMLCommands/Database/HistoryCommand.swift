import ArgumentParser
import AutoMLModel
import AutoMLReporting
import AutoMLTracking
import AutoMLTrackingSQLite

struct HistoryCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "history",
    abstract: "Show one row a job: status, score, best so far, duration, attempts, parameters.",
    discussion: "Examples:\n  automl-db history 1\n  automl-db history 1 --format csv > jobs.csv")

  @Argument(help: "The experiment's number.")
  var experiment: ExperimentID

  @Flag(help: "Let early-stopped jobs count for the best so far.")
  var earlyStopped = false

  @OptionGroup var store: StoreOptions
  @OptionGroup var output: TableOptions

  func run() async throws {
    try await store.reading { connector in
      var table = HistoryTable(
        of: try await connector.experiment(experiment), as: output.reportFormat,
        includingEarlyStopped: earlyStopped)
      for try await job in connector.history(of: experiment) { Terminal.write(table.add(job)) }
      Terminal.write(table.end())
    }
  }
}
