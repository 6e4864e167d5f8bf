import ArgumentParser
import AutoMLModel
import AutoMLReporting
import AutoMLTracking
import AutoMLTrackingSQLite
import AutoMLWorkflow

struct ResumeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "resume",
    abstract: "Continue an experiment that was stopped or interrupted.",
    discussion: """
      Examples:
        automl resume 3
        automl resume 3 --db results.db --quiet

      What has ended is not run again; jobs that were running or waiting are, and whatever the
      search recommends after them. An experiment that ran into its limit of failures or of time
      goes on with the same limits, the time counted anew.
      """)

  @Argument(help: "The experiment's number; 'automl-db experiments' lists them.")
  var experiment: ExperimentID

  @Option(
    help: ArgumentHelp(
      "Where the experiment file is; needed only when it was moved, or the experiment was recorded "
        + "by a version that did not remember it.", valueName: "path"), completion: .file())
  var file: String?

  @OptionGroup var store: StoreOptions
  @OptionGroup var progress: ProgressOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var handlers: HandlerOptions

  func run() async throws {
    let end = try await store.changing { connector in
      let record = try await connector.experiment(experiment)
      let configuration = try ExperimentConfiguration.load(
        recorded: record.configuration, user: record.user, file: file)
      try OpenFiles.makeRoom(forJobs: configuration.parallel)
      let tally = try await connector.tally(of: experiment)
      let best = try await connector.bestResult(of: experiment)
      let run = try ExperimentRun(
        configuration: configuration, store: store, progress: progress, handlers: handlers,
        output: output)
      return try await run.execute(
        .recorded(experiment, seed: record.seed ?? 0), on: connector,
        from: .init(
          done: tally.ended, failed: tally.jobs[.failed, default: 0],
          best: best.flatMap { job in job.score.map { ($0, "job \(job.id)") } }))
    }
    try end.conclude()
  }
}

extension ExperimentTally {
  /// How many jobs have ended.
  fileprivate var ended: Int {
    jobs.lazy.filter { $0.key.isFinal }.map(\.value).reduce(0, +)
  }
}
