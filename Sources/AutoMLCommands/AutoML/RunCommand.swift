import ArgumentParser
import AutoMLWorkflow

struct RunCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Run an experiment; ends with the best-result report.",
    discussion: """
      Examples:
        automl run experiment.yaml
        automl run experiment.yaml --db results.db --json > report.json
        automl run experiment.yaml --events events.jsonl --notify ./tell-me.sh
        automl run experiment.yaml -R

      Ctrl-C stops in order: no new jobs, running ones get SIGTERM and, after the grace period,
      SIGKILL. A second Ctrl-C kills them at once. Nothing that was recorded is lost, and
      'automl resume' goes on with the rest.
      """)

  @Argument(help: "The experiment file (YAML or JSON).", completion: .file())
  var file: String

  @OptionGroup var store: StoreOptions
  @OptionGroup var progress: ProgressOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup(title: "Log and output") var runOptions: EngineRunOptions
  @OptionGroup var handlers: HandlerOptions

  func run() async throws {
    let configuration = try ExperimentConfiguration.load(path: file)
    try OpenFiles.makeRoom(forJobs: configuration.parallel)
    let run = try EngineRun(
      configuration: configuration, store: store, progress: progress, handlers: handlers,
      output: output, run: runOptions)
    let end = try await store.working { try await run.execute(.new, on: $0) }
    try end.conclude()
  }
}
