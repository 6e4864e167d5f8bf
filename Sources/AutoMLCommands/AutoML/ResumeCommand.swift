import ArgumentParser
import AutoMLModel
import AutoMLReporting
import AutoMLTracking
import AutoMLTrackingSQLite
import AutoMLWorkflow
import Foundation

struct ResumeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "resume",
    abstract: "Continue an experiment that was stopped or interrupted.",
    discussion: """
      Examples:
        automl resume 3
        automl resume 3 --db results.db --quiet
        automl resume 3 --failures 20

      What has ended is not run again; jobs that were running or waiting are, and whatever the
      search recommends after them. The limits are those of the experiment: its time is counted
      anew, its failures are not, so that one that had too many goes on with '--failures' only.
      """)

  @Argument(help: "The experiment's number; 'automl-db experiments' lists them.")
  var experiment: ExperimentID

  @Option(
    help: ArgumentHelp(
      "Where the experiment file is now, when it was moved: paths in it go from there. What is "
        + "in it is not read again; the experiment stays as it was recorded.", valueName: "path"),
    completion: .file())
  var file: String?

  @Option(
    help: ArgumentHelp(
      "How many jobs may fail from the experiment's beginning on, instead of what its file said.",
      valueName: "count"))
  var failures: Int?

  @OptionGroup var store: StoreOptions
  @OptionGroup var progress: ProgressOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup(title: "Log and output") var runOptions: EngineRunOptions
  @OptionGroup var handlers: HandlerOptions

  func validate() throws {
    if let failures, failures < 1 { throw ValidationError("'--failures' must be at least 1.") }
    if let file, !FileManager.default.fileExists(atPath: file) {
      throw ValidationError("There is no file '\(file)'.")
    }
  }

  func run() async throws {
    let end = try await store.changing { connector in
      let record = try await connector.experiment(experiment)
      var configuration = try ExperimentConfiguration.load(
        recorded: record.configuration, user: record.user, file: file)
      if let failures { configuration.limits.failures = failures }
      try OpenFiles.makeRoom(forJobs: configuration.parallel)
      let tally = try await connector.tally(of: experiment)
      let best = try await connector.bestResult(of: experiment)
      let run = try EngineRun(
        configuration: configuration, store: store, progress: progress, handlers: handlers,
        output: output, run: runOptions)
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
