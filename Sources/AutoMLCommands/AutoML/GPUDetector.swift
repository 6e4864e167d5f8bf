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
    let text = Mutex<[UInt8]>([])
    let end: ProcessEnd
    do {
      end = try await ProcessRunner().run(command) { _, bytes in
        text.withLock { $0 += bytes }
      }
    } catch is ProcessLaunchError {
      throw UserMistake(
        "No NVIDIA driver was found: 'nvidia-smi' is not in PATH. "
          + "Declare resources by hand with 'automl resources add'.")
    }
    let answer = String(decoding: text.withLock { $0 }, as: UTF8.self)
    guard end == .exited(0) else {
      throw UserMistake(
        "nvidia-smi found no usable GPU: \(answer.split(separator: "\n").first ?? "no answer")")
    }
    return try Self.parse(answer)
  }

  /// Reads lines of the form `0, NVIDIA A100-SXM4-40GB, 40960`, the memory in MiB.
  static func parse(_ answer: String) throws -> [GPU] {
    let gpus = try answer.split(whereSeparator: \.isNewline).map { line in
      let fields = line.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
      guard fields.count == 3, let index = Int(fields[0]), index >= 0 else {
        throw UserMistake("nvidia-smi gave a line that cannot be read: \(line)")
      }
      return GPU(index: index, name: fields[1], memory: Int64(fields[2]).map { $0 << 20 })
    }
    guard !gpus.isEmpty else { throw UserMistake("nvidia-smi lists no GPU.") }
    return gpus
  }
}
