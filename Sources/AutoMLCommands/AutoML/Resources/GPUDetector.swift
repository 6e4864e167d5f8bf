import AutoMLModel
import AutoMLScheduling
import Foundation
import Synchronization

/// Asks NVIDIA's driver which GPUs there are.
struct GPUDetector {
  /// One GPU as `nvidia-smi` lists it.
  struct GPU: Hashable {
    let index: Int
    let name: String
    let memory: Int64?
  }

  /// The GPUs of this machine, by index.
  ///
  /// - Throws: ``UserMistake`` when there is no driver or no GPU, or the answer is unreadable.
  func gpus() async throws -> [GPU] {
    let environment = ProcessInfo.processInfo.environment
    let command = ProcessCommand(
      executable: "nvidia-smi",
      arguments: ["--query-gpu=index,name,memory.total", "--format=csv,noheader,nounits"],
      environment: environment, workingDirectory: FileManager.default.currentDirectoryPath,
      gracePeriod: .seconds(1), timeLimit: .seconds(30))
    let printed = Mutex<[OutputStreamKind: [UInt8]]>([:])
    let end: ProcessEnd
    do {
      end = try await ProcessRunner().run(command) { stream, bytes in
        printed.withLock { $0[stream, default: []] += bytes }
      }
    } catch is ProcessLaunchError {
      throw UserMistake(
        "No NVIDIA driver was found: 'nvidia-smi' is not in PATH; \(Self.advice).")
    }
    let texts = printed.withLock { $0.mapValues { String(decoding: $0, as: UTF8.self) } }
    return try Self.gpus(end, output: texts[.output] ?? "", errors: texts[.error] ?? "")
  }

  private static let advice = "declare resources by hand with 'automl resources add'"
  private static let noGPU = UserMistake("nvidia-smi found no GPU on this machine; \(advice).")

  /// Makes GPUs of what `nvidia-smi` printed, or a mistake of what is wrong with it.
  private static func gpus(_ end: ProcessEnd, output: String, errors: String) throws -> [GPU] {
    let said = (output + "\n" + errors).split(whereSeparator: \.isNewline)
      .map { $0.trimmingCharacters(in: .whitespaces) }.first { !$0.isEmpty }
    if let said, said.hasPrefix("No devices were found") { throw noGPU }
    switch end {
    case .exited(0):
      let gpus = try parse(output)
      if gpus.isEmpty { throw noGPU }
      return gpus
    case .timedOut:
      throw UserMistake("nvidia-smi did not answer in time; mend NVIDIA's driver, or \(advice).")
    default:
      throw UserMistake(
        "nvidia-smi failed (\(brief(said ?? "it said nothing"))); mend NVIDIA's driver, for which "
          + "a restart of the machine often suffices, or \(advice).")
    }
  }

  /// Reads lines of the form `0, NVIDIA A100-SXM4-40GB, 40960`, the memory in MiB.
  private static func parse(_ answer: String) throws -> [GPU] {
    var gpus: [GPU] = []
    for line in answer.split(whereSeparator: \.isNewline) {
      let text = line.trimmingCharacters(in: .whitespaces)
      if text.isEmpty { continue }
      guard let gpu = GPU(text), !gpus.contains(where: { $0.index == gpu.index }) else {
        throw UserMistake(
          "nvidia-smi gave a line that cannot be used (\(brief(text))); \(advice).")
      }
      gpus.append(gpu)
    }
    return gpus
  }

  /// The beginning of a text of another program, visible and without what would end our sentence.
  private static func brief(_ text: String) -> String {
    let beginning = VisibleText(String(text.prefix(200))).description
    return beginning.hasSuffix(".") ? String(beginning.dropLast()) : beginning
  }
}

extension GPUDetector.GPU {
  /// Reads a line of `nvidia-smi`; nil for any other text.
  ///
  /// A name may hold commas; a memory in brackets, such as `[N/A]`, is not known.
  fileprivate init?(_ line: String) {
    let fields = line.split(separator: ",", omittingEmptySubsequences: false)
      .map { $0.trimmingCharacters(in: .whitespaces) }
    guard fields.count >= 3, let index = Int(fields[0]), index >= 0 else { return nil }
    let size = fields[fields.count - 1]
    var memory: Int64?
    if !(size.hasPrefix("[") && size.hasSuffix("]")) {
      guard let mebibytes = Int64(size), mebibytes >= 0, mebibytes <= .max >> 20 else {
        return nil
      }
      memory = mebibytes << 20
    }
    self.init(
      index: index, name: fields.dropFirst().dropLast().joined(separator: ", "), memory: memory)
  }
}
