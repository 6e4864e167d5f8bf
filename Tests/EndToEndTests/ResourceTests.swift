import Foundation
import Testing

@Suite("automl resources")
struct ResourceTests {
  let sandbox: Sandbox

  init() throws { sandbox = try Sandbox() }

  private func resources(_ arguments: String...) async throws -> Sandbox.Output {
    try await sandbox.start("automl", ["resources"] + arguments).end()
  }

  private func addGPUs(_ count: Int, slots: Int = 1) async throws {
    let devices = (0..<count).flatMap { ["--device", "\($0)"] }
    let arguments = ["resources", "add", "--type", "gpu", "--slots", "\(slots)"] + devices
    let output = try await sandbox.start("automl", arguments).end()
    #expect(output.code == 0, "\(output.errors)")
  }

  private func enabled() async throws -> [Bool?] {
    let list = try await resources("list", "--json").json as? [[String: Any]]
    return try #require(list).map { $0["enabled"] as? Bool }
  }

  /// Runs jobs that print their GPUs, and gives what they printed, in order.
  private func gpus(ofJobsOn wish: String, parallel: Int = 1) async throws -> [String] {
    let output = try await run(wish, parallel: parallel)
    #expect(output.code == 0, "\(output.errors)")
    let logs = try await sandbox.run(
      "automl-db", "query", "SELECT log_path FROM job_attempt ORDER BY jaid", "--json")
    let rows = try #require(try logs.json as? [[String: Any]])
    return try rows.map { row in
      let path = try #require(row["log_path"] as? String)
      let base = URL(filePath: sandbox.folder, directoryHint: .isDirectory)
      let log = try String(contentsOf: URL(filePath: path, relativeTo: base), encoding: .utf8)
      let line = try #require(log.split(separator: "\n").first { $0.contains("gpus=") })
      return String(line.split(separator: "=", omittingEmptySubsequences: false)[1])
    }
  }

  private func run(_ wish: String, parallel: Int = 1) async throws -> Sandbox.Output {
    try sandbox.use("brief.sh")
    try sandbox.write(
      """
      name: on gpus
      goal: maximize
      command: ./brief.sh
      parameters: {x: {type: int, low: 1, high: 4}}
      algorithm: {name: grid}
      parallel: \(parallel)
      resources: \(wish)
      """, to: "experiment.yaml")
    return try await sandbox.run("automl", "run", "experiment.yaml", "--json")
  }

  @Test("Resources are disabled and enabled by id, or by type and device")
  func changes() async throws {
    try await addGPUs(2, slots: 2)
    let off = try await resources("disable", "2", "3", "--json")
    #expect(off.code == 0, "\(off.errors)")
    #expect(try off.value("0.id") as? Int == 2)
    #expect(try off.value("1.enabled") as? Bool == false)
    #expect(try off.value("2.id") == nil)
    #expect(try await enabled() == [true, false, false, true])
    #expect(try await resources("enable", "3").output.contains("FREE"))
    #expect(try await resources("disable", "--type", "gpu", "--device", "0").code == 0)
    #expect(try await enabled() == [false, false, true, true])
    #expect(try await resources("enable", "--type", "gpu").code == 0)
    #expect(try await enabled() == [true, true, true, true])
    let removed = try await resources("remove", "1", "4", "--json")
    #expect(removed.code == 0, "\(removed.errors)")
    #expect(try removed.value("1.id") as? Int == 4)
    #expect(try await enabled().count == 2)
    #expect(try await resources("remove", "--type", "gpu", "--device", "1").code == 0)
    #expect(try await enabled().count == 1)
  }

  @Test(
    "What is not there is named, and nothing is changed",
    arguments: [
      (["disable", "1", "7"], "There is no resource 7."), (["enable", "7"], "resource 7."),
      (["remove", "1", "7"], "There is no resource 7."),
      (["disable", "--type", "tpu"], "no resource of type 'tpu'"),
      (["disable", "--type", "gpu", "--device", "0", "--device", "5"], "with device 5"),
      (["remove", "--type", "gpu", "--device", "5"], "with device 5"),
      (["disable"], "Say which resources"), (["remove", "1", "--type", "gpu"], "Say which"),
      (
        ["add", "--type", "l", "--count", "9223372036854775807", "--slots", "2"], "more than 10000"
      ),
      (["add", "--type", "gpu", "--device", "0", "--slots", "10001"], "more than 10000"),
      (["add", "--type", "gpu", "--device", "9223372036854775807"], "from 0"),
      (["detect", "--slots", "9223372036854775807"], "more than 10000"),
      (["enable", "--device", "0"], "needs '--type'"), (["disable", "zero"], "zero"),
    ])
  func mistakes(arguments: [String], clue: String) async throws {
    try await addGPUs(2)
    let output = try await sandbox.start("automl", ["resources"] + arguments).end()
    #expect(output.code == 2)
    #expect(output.errors.contains(clue), "\(output.errors)")
    #expect(try await enabled() == [true, true])
  }

  @Test("A database that is not there is not made by a change", arguments: ["enable", "remove"])
  func noDatabase(command: String) async throws {
    #expect(try await resources(command, "1").code == 3)
    #expect(!FileManager.default.fileExists(atPath: sandbox.path("automl.db")))
  }

  @Test("What a job has used cannot be removed, and none beside it is")
  func used() async throws {
    try await addGPUs(2)
    #expect(try await gpus(ofJobsOn: "{type: gpu}") == ["0", "0", "0", "0"])
    let output = try await resources("remove", "2", "1")
    #expect(output.code == 2)
    #expect(output.errors.contains("Resource 1"), "\(output.errors)")
    #expect(output.errors.contains("disable it instead"), "\(output.errors)")
    #expect(try await enabled().count == 2)
  }

  @Test("Each command explains itself with an example", arguments: ["enable", "disable", "remove"])
  func help(command: String) async throws {
    let output = try await resources(command, "--help")
    #expect(output.output.contains("automl resources \(command) --type gpu --device 0"))
  }

  @Test("A job that asks for two GPUs sees both, though one has room for two jobs")
  func twoGPUs() async throws {
    try await addGPUs(2, slots: 2)
    let seen = try await gpus(ofJobsOn: "{type: gpu, count: 2}", parallel: 2)
    #expect(seen == ["0,1", "0,1", "0,1", "0,1"])
  }

  @Test("More GPUs than there are is refused before anything is recorded")
  func threeGPUs() async throws {
    try await addGPUs(2, slots: 2)
    let output = try await run("{type: gpu, count: 3}")
    #expect(output.code == 2)
    #expect(
      output.errors.contains("Each job asks for 3 'gpu', but 2 are declared and enabled"),
      "\(output.errors)")
    let rows = try await sandbox.run("automl-db", "query", "SELECT * FROM experiment", "--json")
    #expect((try rows.json as? [Any])?.isEmpty == true)
  }

  @Test("A disabled device is never handed out")
  func disabled() async throws {
    try await addGPUs(2, slots: 2)
    #expect(try await resources("disable", "--type", "gpu", "--device", "0").code == 0)
    let seen = try await gpus(ofJobsOn: "{type: gpu}", parallel: 2)
    #expect(seen == ["1", "1", "1", "1"])
    #expect(try await run("{type: gpu, count: 2}").errors.contains("but 1 is declared and enabled"))
  }
}
