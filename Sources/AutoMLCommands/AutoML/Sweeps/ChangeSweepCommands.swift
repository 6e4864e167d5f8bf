import ArgumentParser
import AutoMLModel
import AutoMLTracking
import AutoMLTrackingSQLite

struct ResetSweepCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reset", abstract: "Have what was skipped remain again.",
    discussion: """
      Examples:
        automl sweep reset lr
        automl sweep reset lr --in-progress --done    # all from the beginning
      """)

  @Argument(help: "The sweep's name.")
  var name: String

  @Flag(help: "Also what is in progress, whoever has it.")
  var inProgress = false

  @Flag(help: "Also what is done.")
  var done = false

  @OptionGroup var store: StoreOptions
  @OptionGroup var output: OutputOptions

  func run() async throws {
    try await store.changingPatiently { connector in
      let sweep = try await connector.sweep(named: name)
      let count = try await connector.resetSweep(sweep.id, inProgress: inProgress, done: done)
      output.write(
        "\(count) \(count == 1 ? "remains" : "remain") again",
        json: ["sweep": .string(name), "changed": .integer(Int64(count))])
    }
  }
}

struct DeleteSweepCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "delete", abstract: "Forget a sweep with all that was done in it.",
    discussion: """
      Examples:
        automl sweep delete lr

      Refused while somebody has a combination of it; see 'automl sweep reset --in-progress'.
      """)

  @Argument(help: "The sweep's name.")
  var name: String

  @OptionGroup var store: StoreOptions
  @OptionGroup var output: OutputOptions

  func run() async throws {
    try await store.changingPatiently { connector in
      let sweep = try await connector.sweep(named: name)
      do {
        try await connector.deleteSweep(sweep.id)
      } catch let error as TrackingError where error.code == .invalidRequest {
        throw UserMistake(
          "Combinations of sweep '\(VisibleText(name))' are in progress; wait for them, or give "
            + "them back with: automl sweep reset \(ShellText([name])) --in-progress")
      } catch let error as TrackingError {
        throw error.naming(name)
      }
      output.write(
        "Deleted \(VisibleText(sweep.description))",
        json: ["sweep": .string(name), "deleted": true])
    }
  }
}
