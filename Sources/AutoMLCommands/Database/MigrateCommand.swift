import ArgumentParser
import AutoMLModel
import AutoMLReporting
import AutoMLTrackingSQLite

struct MigrateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "migrate", abstract: "Bring a database's schema up to date.",
    discussion: """
      Examples:
        automl-db migrate --dry-run
        automl-db migrate

      Each step is one transaction; opening a database with 'automl' does the same.
      """)

  @Flag(help: "Tell what would be done, and change nothing.")
  var dryRun = false

  @OptionGroup var store: StoreOptions
  @OptionGroup var output: OutputOptions

  func run() async throws {
    let steps = try SQLiteMigrator().migrate(fileAt: store.resolvedPath, isDryRun: dryRun)
    let names = steps.map(\.name)
    let verb = dryRun ? "Would apply" : "Applied"
    output.write(
      names.isEmpty
        ? "The schema is up to date." : names.map { "\(verb) \($0)." }.joined(separator: "\n"),
      json: ["dry_run": .boolean(dryRun), "steps": .array(names.map { .string($0) })])
  }
}
