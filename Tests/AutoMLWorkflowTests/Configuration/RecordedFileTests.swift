import AutoMLModel
import AutoMLWorkflow
import Foundation
import Testing

@Suite("A recorded experiment file")
struct RecordedFileTests {
  private static let json = """
    {"name": "digits", "goal": "minimize", "command": ["./run.sh", "{lr}"],
     "parameters": {"lr": {"type": "float", "low": -1, "high": 1e0}}, "jobs": 2}
    """

  private static let everything = """
    name: "digits"
    goal: minimize
    command: [work/go, 1.50, 1e5, 0x1F, True, -0, "{lr}"]
    parameters:
      lr: {type: float, low: 1e-4, high: 1_000, log: true}
      optimizer: {type: choice, values: [sgd, 1, 1.0, true, "1", 1e300, 9223372036854775808]}
    algorithm: {name: random, seed: 18446744073709551615}
    jobs: 4
    retries: {count: 2, backoff: 0.00002, max_backoff: 1m, on: [memory]}
    limits: {job_time: 1.50, experiment_time: 90, memory: 20000000000000000.0}
    stop: {grace: 250ms}
    early_stop: {policy: truncation, fraction: 0.1}
    working_directory: .
    results: ../logs
    labels: [loss]
    """

  private static let classic = ClassicFileTests.text.replacing("\"name\": \"demo\", ", with: "")
    .replacing("123", with: "1_8446744073709551615")

  static let texts = [
    ExperimentFile.text(), json, everything, classic,
    ExperimentFile.text(["jobs": "algorithm: {name: grid, points: 3}"]),
  ]

  private static func recorded(
    _ document: JSONValue, file: String? = nil,
    _ surroundings: ConfigurationSurroundings = ExperimentFile.surroundings
  ) throws(ConfigurationError) -> ExperimentConfiguration {
    try .load(recorded: document, user: "ada", file: file, surroundings: surroundings)
  }

  private static func error(
    _ document: JSONValue, file: String? = nil,
    _ surroundings: ConfigurationSurroundings = ExperimentFile.surroundings
  ) -> ConfigurationError? {
    do throws(ConfigurationError) {
      _ = try recorded(document, file: file, surroundings)
      return nil
    } catch {
      return error
    }
  }

  /// A document as a version would record it that did not know of places.
  private static func withoutPlace(_ document: JSONValue) -> JSONValue {
    guard case .object(let members) = document else { return document }
    return .object(members.filter { $0.name != "file" })
  }

  @Test("is read again to the same effect", arguments: texts)
  func again(_ text: String) throws {
    let experiment = try ExperimentFile.parse(text)
    guard case .object(let members) = experiment.document else {
      Issue.record("no object")
      return
    }
    #expect(members.last == .init("file", "/home/ada/exp.yaml"))
    // As a database keeps it.
    let stored = try JSONValue(parsing: experiment.document.serialized())
    #expect(try Self.recorded(stored) == experiment)
    let old = Self.withoutPlace(stored)
    #expect(try Self.recorded(old, file: "/home/ada/exp.yaml") == experiment)
  }

  @Test("keeps the user for whom it was recorded")
  func user() throws {
    let document = try ExperimentFile.parse(ExperimentFile.text()).document
    let experiment = try ExperimentConfiguration.load(
      recorded: document, user: "grace", surroundings: ExperimentFile.surroundings)
    #expect(experiment.user == "grace")
  }

  @Test("may have moved")
  func moved() throws {
    let document = try ExperimentFile.parse(Self.json).document
    var surroundings = ExperimentFile.surroundings
    surroundings.entry = { path in
      switch path {
      case "/new": .directory
      case "/new/run.sh": .file(isExecutable: true)
      default: .missing
      }
    }
    let experiment = try Self.recorded(document, file: "/new/./exp.json", surroundings)
    #expect(experiment.workingDirectory == "/new")
    #expect(experiment.executable == "/new/run.sh")
    #expect(experiment.document["file"] == "/new/exp.json")
  }

  @Test("without its place asks for it")
  func placeless() throws {
    let document = Self.withoutPlace(try ExperimentFile.parse(Self.json).document)
    #expect(
      Self.error(document)?.description
        == "experiment 'digits': it was recorded by an earlier version without the place of its "
        + "file; give it with --file")
    #expect(Self.error([:])?.file == "the experiment")
    #expect(Self.error(["name": "a", "file": "exp.yaml"])?.problems.count == 1)
    #expect(Self.error(["name": "a", "file": 5])?.problems.count == 1)
    #expect(Self.error("digits")?.problems.count == 1)
  }

  @Test("whose folder is gone says so")
  func folderGone() throws {
    let document = try ExperimentFile.parse(Self.everything).document
    var surroundings = ExperimentFile.surroundings
    surroundings.entry = { _ in .missing }
    let error = try #require(Self.error(document, surroundings))
    #expect(error.file == "/home/ada/exp.yaml")
    #expect(error.problems.map(\.keyPath) == [""])
    #expect(error.description.contains("the folder '/home/ada' of the experiment's file is not"))
  }

  @Test("whose program is gone says so")
  func programGone() throws {
    let document = try ExperimentFile.parse(Self.json).document
    var surroundings = ExperimentFile.surroundings
    surroundings.entry = { $0 == "/home/ada" ? .directory : .missing }
    let error = try #require(Self.error(document, surroundings))
    #expect(
      error.description
        == "/home/ada/exp.yaml: command: there is no file '/home/ada/run.sh'; correct the path or "
        + "add the file")
  }

  @Test("of this machine is read again likewise", arguments: ["exp.yaml", "exp.json", "old.json"])
  func files(_ name: String) throws {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "automl-recorded-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let program = folder.appending(path: "run.sh")
    try Data().write(to: program)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: program.path)
    let text = [
      "exp.yaml": ExperimentFile.text(["command": "command: ./run.sh {lr}"]),
      "exp.json": Self.json, "old.json": Self.classic,
    ][name]
    let file = folder.appending(path: name)
    try #require(text).write(to: file, atomically: true, encoding: .utf8)
    let experiment = try ExperimentConfiguration.load(
      path: file.path, environment: ["USER": "ada"])
    try FileManager.default.removeItem(at: file)
    let again = try ExperimentConfiguration.load(
      recorded: experiment.document, user: "ada", surroundings: .local(environment: [:]))
    #expect(again == experiment)
    #expect(again.document["file"] == .string(file.path))
  }
}
