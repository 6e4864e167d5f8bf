import ArgumentParser
import AutoMLReporting
import AutoMLTracking
import AutoMLTrackingSQLite

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
    try ResourceChoice.check(slots: slots, count: count)
    guard device.allSatisfy({ (0...Int(UInt16.max)).contains($0) }) else {
      throw ValidationError("A device has the number that its driver counts, from 0.")
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
