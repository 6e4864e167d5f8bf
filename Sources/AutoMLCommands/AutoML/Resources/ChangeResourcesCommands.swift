import ArgumentParser
import AutoMLModel
import AutoMLReporting
import AutoMLTracking
import AutoMLTrackingSQLite

struct EnableResourcesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "enable", abstract: "Let jobs take resources again.",
    discussion: """
      Examples:
        automl resources enable 3 4
        automl resources enable --type gpu --device 0
      """)

  @OptionGroup var choice: ResourceChoice
  @OptionGroup var store: StoreOptions
  @OptionGroup var output: OutputOptions

  func run() async throws { try await choice.setEnabled(true, in: store, output) }
}

struct DisableResourcesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "disable", abstract: "Keep resources from being taken.",
    discussion: """
      Examples:
        automl resources disable 3 4
        automl resources disable --type gpu --device 0

      A job that holds one keeps it to its end.
      """)

  @OptionGroup var choice: ResourceChoice
  @OptionGroup var store: StoreOptions
  @OptionGroup var output: OutputOptions

  func run() async throws { try await choice.setEnabled(false, in: store, output) }
}

struct RemoveResourcesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "remove", abstract: "Forget resources that no job has ever used.",
    discussion: """
      Examples:
        automl resources remove 3 4
        automl resources remove --type gpu --device 0

      Removes all of them or none, and shows what was removed. One that a job has used stays on
      record; disable it instead.
      """)

  @OptionGroup var choice: ResourceChoice
  @OptionGroup var store: StoreOptions
  @OptionGroup var output: OutputOptions

  func run() async throws {
    try await store.changing { connector in
      let chosen = try await choice.resolved(in: connector)
      try await connector.removeResources(chosen.map(\.id))
      if !output.json {
        Terminal.printError(
          "Removed \(chosen.count) \(chosen.count == 1 ? "resource" : "resources"):")
      }
      output.write(ResourceTable(chosen))
    }
  }
}

extension ResourceChoice {
  /// Enables or disables what is meant, and shows it.
  fileprivate func setEnabled(
    _ isEnabled: Bool, in store: StoreOptions, _ output: OutputOptions
  ) async throws {
    try await store.changing { connector in
      let ids = try await resolved(in: connector).map(\.id)
      try await connector.setResources(ids, enabled: isEnabled)
      output.write(ResourceTable(try await connector.resources().filter { ids.contains($0.id) }))
    }
  }
}
