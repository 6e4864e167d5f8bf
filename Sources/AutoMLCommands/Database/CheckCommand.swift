import ArgumentParser
import AutoMLModel
import AutoMLTracking
import AutoMLTrackingSQLite

struct CheckCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Look for damage: integrity, foreign keys, and the rules between tables.",
    discussion: "Example: automl-db check --db results.db\n\nExit code 3 when something is wrong.")

  @OptionGroup var store: StoreOptions
  @OptionGroup var output: OutputOptions

  func run() async throws {
    let problems = try await store.reading { try await $0.check() }
    output.write(
      problems.isEmpty ? "No problems." : problems.joined(separator: "\n"),
      json: ["ok": .boolean(problems.isEmpty), "problems": .array(problems.map { .string($0) })])
    if !problems.isEmpty { throw ProgramExit.store }
  }
}
