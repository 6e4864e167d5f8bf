import ArgumentParser
import AutoMLReporting
import AutoMLTracking
import AutoMLTrackingSQLite

struct DetectResourcesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "detect", abstract: "Declare the GPUs that nvidia-smi lists.",
    discussion: """
      Example: automl resources detect --slots 2

      GPUs that are declared already are left as they are, with the slots that they have;
      running it twice changes nothing.
      """)

  @Option(help: "How many jobs may share each GPU.")
  var slots = 1

  @OptionGroup var store: StoreOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    try ResourceChoice.check(slots: slots)
  }

  func run() async throws {
    let gpus = try await GPUDetector().gpus()
    try await store.working { connector in
      let declared = try await connector.resources(type: "gpu")
      let slotCounts = Dictionary(
        declared.compactMap(\.description.device).map { ($0, 1) }, uniquingKeysWith: +)
      let new = gpus.filter { slotCounts[$0.index] == nil }
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
      for gpu in gpus {
        guard let count = slotCounts[gpu.index], count != slots else { continue }
        Terminal.printError(keeps(gpu.index, slots: count))
      }
      output.write(ResourceTable(try await connector.resources(type: "gpu")))
    }
  }

  /// A GPU keeps its slots, for history may refer to them.
  private func keeps(_ device: Int, slots count: Int) -> String {
    "GPU \(device) is declared already and keeps its \(count) \(count == 1 ? "slot" : "slots"); "
      + "unless a job has used it, 'automl resources remove --type gpu --device \(device)' and "
      + "another 'detect --slots \(slots)' change that."
  }
}
