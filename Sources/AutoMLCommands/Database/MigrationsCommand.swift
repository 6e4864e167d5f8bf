import ArgumentParser
import AutoMLModel
import AutoMLReporting
import AutoMLTrackingSQLite

struct MigrationsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "migrations",
    abstract: "List the steps of the schema and check that none was edited.",
    discussion: """
      Examples:
        automl-db migrations
        automl-db migrations --sql > schema.sql
      """)

  @Flag(help: "Write the SQL of every step instead.")
  var sql = false

  @OptionGroup var store: StoreOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard !(sql && output.json) else { throw ValidationError("'--sql' has no JSON form.") }
  }

  func run() async throws {
    if sql {
      for step in try SQLiteMigrator().steps(ofFileAt: ":memory:") {
        Terminal.write("-- \(step.name)\n\(step.text)\n")
      }
      return
    }
    let steps = try SQLiteMigrator().steps(ofFileAt: store.resolvedPath)
    output.write(Self.table(steps).text(), json: .array(steps.map(Self.json)))
    if !steps.allSatisfy(\.isIntact) { throw ProgramExit.store }
  }

  private static func table(_ steps: [MigrationStep]) -> TextTable {
    var table = TextTable([
      .init("Step"), .init("Applied"), .init("Checksum"), .init("SHA-256", isElastic: true),
    ])
    for step in steps {
      table.append([
        .init(step.name), .init(step.applied.map(TimestampText.local) ?? "pending"),
        .init(step.isIntact ? "ok" : "EDITED"), .init(step.digest),
      ])
    }
    return table
  }

  private static func json(_ step: MigrationStep) -> JSONValue {
    [
      "number": .integer(Int64(step.number)), "name": .string(step.name),
      "sha256": .string(step.digest),
      "applied": step.applied.map { .string(TimestampText.iso8601($0)) } ?? .null,
      "intact": .boolean(step.isIntact),
    ]
  }
}
