public import ArgumentParser

/// The workflow engine's face: runs experiments and takes care of resources.
public struct AutoMLCommand: AsyncParsableCommand {
  /// What the help shows.
  public static let configuration = CommandConfiguration(
    commandName: "automl",
    abstract: "Runs a training script over a search space and records every attempt.",
    discussion: """
      Begin with:
        automl init              write a commented example
        automl run experiment.yaml

      Every result is kept in one SQLite file; ask it with 'automl-db'.
      Exit codes: 0 done, 1 the experiment failed, 2 a mistake in usage or configuration,
      3 the database, 130 and 143 interrupted.
      """,
    version: Version.current,
    subcommands: [
      InitCommand.self, ValidateCommand.self, RunCommand.self, ResumeCommand.self,
      StopCommand.self, StatusCommand.self, ResourcesCommand.self, SweepCommand.self,
    ])

  /// Makes the command.
  public init() {}
}
