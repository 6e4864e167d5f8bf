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
