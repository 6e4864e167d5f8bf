import ArgumentParser
import AutoMLModel
import AutoMLReporting
import AutoMLTracking
import AutoMLTrackingSQLite

struct ResourcesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "resources",
    abstract: "Declare, detect and list what jobs can take.",
    discussion: """
      'cpu' needs no declaration: its slots are made as an experiment's 'parallel' asks.
      Every other kind must be declared or detected first.
      """,
    subcommands: [
      AddResourcesCommand.self, ListResourcesCommand.self, DetectResourcesCommand.self,
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

struct AddResourcesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "add", abstract: "Declare resources by hand.",
    discussion: """
      Examples:
        automl resources add --type gpu --device 0
        automl resources add --type gpu --device 0 --device 1 --slots 2
        automl resources add --type license --count 3
      """)

  @Option(help: "The kind by which experiments ask for it.")
  var type: String

  @Option(
    help: ArgumentHelp(
      "A device number as the driver counts; becomes CUDA_VISIBLE_DEVICES.", valueName: "number"))
  var device: [Int] = []

  @Option(help: "How many jobs may share each device.")
  var slots = 1

  @Option(help: "How many, for a kind without devices.")
  var count = 1

  @Option(help: "What people call it.")
  var name = ""

  @OptionGroup var store: StoreOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard slots >= 1, count >= 1 else {
      throw ValidationError("'--slots' and '--count' must be at least 1.")
    }
    guard type != "gpu" || !device.isEmpty else {
      throw ValidationError(
        "A gpu needs its number: '--device 0', or use 'automl resources detect'.")
    }
    guard device.isEmpty || count == 1 else {
      throw ValidationError(
        "'--count' is for kinds without devices; use '--slots' with '--device'.")
    }
  }

  func run() async throws {
    try await store.working { connector in
      let ids = try await connector.addResources(try await descriptions(connector))
      let added = try await connector.resources(type: type).filter { ids.contains($0.id) }
      output.write(ResourceTable(added))
    }
  }

  private func descriptions(_ store: some ResourceStore) async throws -> [ResourceDescription] {
    if !device.isEmpty {
      return device.flatMap { device in
        (0..<slots).map {
          ResourceDescription(type: type, name: name, device: device, slot: $0)
        }
      }
    }
    let used = try await store.resources(type: type).filter { $0.description.device == nil }
    let first = (used.map(\.description.slot).max() ?? -1) + 1
    return (first..<first + count * slots).map {
      ResourceDescription(type: type, name: name, slot: $0)
    }
  }
}

struct DetectResourcesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "detect", abstract: "Declare the GPUs that nvidia-smi lists.",
    discussion: """
      Example: automl resources detect --slots 2

      GPUs that are declared already are left as they are; running it twice changes nothing.
      """)

  @Option(help: "How many jobs may share each GPU.")
  var slots = 1

  @OptionGroup var store: StoreOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard slots >= 1 else { throw ValidationError("'--slots' must be at least 1.") }
  }

  func run() async throws {
    let gpus = try await GPUDetector().gpus()
    try await store.working { connector in
      let declared = try await connector.resources(type: "gpu")
      let known = Set(declared.compactMap(\.description.device))
      let new = gpus.filter { !known.contains($0.index) }
      let ids = try await connector.addResources(
        new.flatMap { gpu in
          (0..<slots).map {
            ResourceDescription(
              type: "gpu", name: gpu.name, device: gpu.index, memory: gpu.memory, slot: $0)
          }
        })
      if !output.json {
        Terminal.printError(
          "Found \(gpus.count) \(gpus.count == 1 ? "GPU" : "GPUs"), \(new.count) of them new"
            + " (\(ids.count) \(ids.count == 1 ? "slot" : "slots") declared).")
      }
      output.write(ResourceTable(try await connector.resources(type: "gpu")))
    }
  }
}
