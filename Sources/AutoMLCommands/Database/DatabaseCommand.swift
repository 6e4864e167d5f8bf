public import ArgumentParser

/// Asks and cares for the database.
public struct DatabaseCommand: AsyncParsableCommand {
  /// What the help shows.
  public static let configuration = CommandConfiguration(
    commandName: "automl-db",
    abstract: "Asks and cares for the database of experiments.",
    discussion: """
      Begin with:
        automl-db experiments      what has run
        automl-db best 1           the best-result report of experiment 1
        automl-db history 1        one row a job

      Exit codes: 0 done, 2 a mistake in usage or an id that is not there, 3 the database.
      """,
    version: Version.current,
    subcommands: [
      ExperimentsCommand.self, HistoryCommand.self, JobsCommand.self, JobCommand.self,
      ResultsCommand.self, BestCommand.self, MigrateCommand.self, MigrationsCommand.self,
      CheckCommand.self, RecoverCommand.self, QueryCommand.self,
    ])

  /// Makes the command.
  public init() {}
}
