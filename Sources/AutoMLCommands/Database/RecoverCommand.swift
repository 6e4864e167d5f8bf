import ArgumentParser
import AutoMLReporting
import AutoMLTracking
import AutoMLTrackingSQLite

struct RecoverCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "recover",
    abstract:
      "Mend what dead engines left behind: end orphans, free resources, mark attempts LOST.",
    discussion: """
      Example: automl-db recover

      Living engines are not touched. Every command that opens a database for work does the same.
      """)

  @OptionGroup var store: StoreOptions
  @OptionGroup var output: OutputOptions

  func run() async throws {
    let report = try await store.recovering { try await $0.recover() }
    output.write(report.text, json: report.json)
  }
}
