import Foundation
import Testing

@Suite("automl resources detect")
struct DetectTests {
  let sandbox: Sandbox

  init() throws { sandbox = try Sandbox() }

  /// Runs the command with a stand-in for NVIDIA's program in the first place of PATH.
  private func detect(_ arguments: String...) async throws -> Sandbox.Output {
    try sandbox.use("stub-nvidia-smi", as: "nvidia-smi")
    return try await sandbox.start(
      "automl", ["resources", "detect"] + arguments,
      environment: ["PATH": "\(sandbox.folder):/usr/bin:/bin"]
    ).end()
  }

  private func rows() async throws -> [[String: Any]] {
    let output = try await sandbox.run(
      "automl-db", "query", "SELECT type, name, device, slot, memory FROM resource ORDER BY rid",
      "--json")
    #expect(output.code == 0, "\(output.errors)")
    return try #require(output.json as? [[String: Any]])
  }

  @Test("GPUs are recorded as nvidia-smi lists them, once")
  func detectTwice() async throws {
    for round in 0..<2 {
      let output = try await detect("--slots", "2")
      #expect(output.code == 0, "\(output.errors)")
      #expect(output.errors.contains("Found 2 GPUs, \(round == 0 ? 2 : 0) of them new"))
      let rows = try await rows()
      #expect(rows.map { $0["device"] as? Int } == [0, 0, 1, 1])
      #expect(rows.map { $0["slot"] as? Int } == [0, 1, 0, 1])
      #expect(rows.allSatisfy { $0["type"] as? String == "gpu" })
      #expect(rows.allSatisfy { $0["name"] as? String == "NVIDIA A100-SXM4-40GB" })
      #expect(rows.allSatisfy { $0["memory"] as? Int == 40_960 << 20 })
    }
    let output = try await detect("--slots", "2", "--json")
    #expect((try output.json as? [Any])?.count == 4)
    #expect(output.errors.isEmpty)
  }

  @Test("A name may hold commas, and a memory may be unknown")
  func oddLines() async throws {
    try sandbox.write(
      "3, Quadro 5, Rev. A, 512\r\n0, GB10, [N/A]\n1, H100, [Insufficient Permissions]\n\n",
      to: "nvidia-smi.txt")
    #expect(try await detect().code == 0)
    let rows = try await rows()
    #expect(rows.map { $0["device"] as? Int } == [3, 0, 1])
    #expect(rows.map { $0["name"] as? String } == ["Quadro 5, Rev. A", "GB10", "H100"])
    #expect(rows.map { $0["memory"] as? Int } == [512 << 20, nil, nil])
  }

  @Test("GPUs that are declared keep their slots, which is said with what to do")
  func otherSlots() async throws {
    try sandbox.write("0, A100, 40960\n", to: "nvidia-smi.txt")
    #expect(try await detect().code == 0)
    try sandbox.write("0, A100, 40960\n1, A100, 40960\n", to: "nvidia-smi.txt")
    let output = try await detect("--slots", "2")
    #expect(output.code == 0)
    #expect(output.errors.contains("Found 2 GPUs, 1 of them new (2 slots declared)."))
    #expect(output.errors.contains("GPU 0 is declared already and keeps its 1 slot"))
    #expect(output.errors.contains("automl resources remove --type gpu --device 0"))
    #expect(try await rows().map { $0["device"] as? Int } == [0, 1, 1])
    // What it says to do works.
    let removed = try await sandbox.run(
      "automl", "resources", "remove", "--type", "gpu", "--device", "0")
    #expect(removed.code == 0, "\(removed.errors)")
    #expect(try await detect("--slots", "2").code == 0)
    #expect(try await rows().map { $0["device"] as? Int } == [1, 1, 0, 0])
  }

  @Test(
    "What is not a list of GPUs is one sentence that says what to do, and nothing is recorded",
    arguments: [
      ("No devices were found\n", 6, "found no GPU"),
      ("No devices were found\n", 0, "found no GPU"),
      ("", 0, "found no GPU"),
      (
        "Failed to initialize NVML: Driver/library version mismatch\nNVML library version: 550.54\n",
        18, "Driver/library version mismatch"
      ),
      (
        """
        NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver. Make sure \
        that the latest NVIDIA driver is installed and running.\n
        """, 9, "couldn't communicate with the NVIDIA driver"
      ),
      ("", 127, "said nothing"),
      ("nonsense\n", 0, "(nonsense)"), ("\u{1B}[2Jnonsense\n", 0, "[2Jnonsense)"),
      ("0, A100, 40960\nx, A100, 40960\n", 0, "(x, A100, 40960)"),
      ("0, A100, 40960\n0, A100, 40960\n", 0, "(0, A100, 40960)"),
      ("-1, A100, 40960\n", 0, "(-1, A100, 40960)"),
      ("0, A100, much\n", 0, "(0, A100, much)"),
      ("0, A100, 9223372036854775807\n", 0, "cannot be used"),
      ("0, A100\n", 0, "(0, A100)"),
    ])
  func failure(answer: String, code: Int, clue: String) async throws {
    try sandbox.write(answer, to: "nvidia-smi.txt")
    try sandbox.write("\(code)", to: "nvidia-smi.code")
    let output = try await detect()
    try expectSentence(output, clue)
  }

  @Test("Without nvidia-smi it says so")
  func noDriver() async throws {
    let output = try await sandbox.run(
      "automl", "resources", "detect", environment: ["PATH": sandbox.folder])
    try expectSentence(output, "'nvidia-smi' is not in PATH")
  }

  private func expectSentence(_ output: Sandbox.Output, _ clue: String) throws {
    #expect(output.code == 2)
    #expect(output.output.isEmpty)
    #expect(output.errors.contains(clue), "\(output.errors)")
    #expect(
      output.errors.hasSuffix("or declare resources by hand with 'automl resources add'.\n")
        || output.errors.hasSuffix("; declare resources by hand with 'automl resources add'.\n"),
      "\(output.errors)")
    #expect(!output.errors.contains("\u{1B}"))
    #expect(output.errors.filter { $0 == "\n" }.count == 1, "\(output.errors)")
    #expect(!FileManager.default.fileExists(atPath: sandbox.path("automl.db")))
  }
}
