import ArgumentParser
import AutoMLModel
import AutoMLReporting
import AutoMLTracking
import AutoMLTrackingSQLite

struct ResourcesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "resources",
    abstract: "Declare, detect, list and change what jobs can take.",
    discussion: """
      'cpu' needs no declaration: its slots are made as an experiment's 'parallel' asks.
      Every other kind must be declared or detected first.
      """,
    subcommands: [
      AddResourcesCommand.self, ListResourcesCommand.self, DetectResourcesCommand.self,
      EnableResourcesCommand.self, DisableResourcesCommand.self, RemoveResourcesCommand.self,
    ])
}

struct ListResourcesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List resources and who holds them.",
    discussion: "Example: automl resources list --type gpu")

  @Option(help: "Only this kind.")
  var type: String?

  @OptionGroup var store: StoreOptions
  @OptionGroup var output: OutputOptions

  func run() async throws {
    try await store.reading { connector in
      output.write(ResourceTable(try await connector.resources(type: type)))
    }
  }
}
