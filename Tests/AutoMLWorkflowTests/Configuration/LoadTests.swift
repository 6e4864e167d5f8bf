import AutoMLModel
import AutoMLWorkflow
import Foundation
import Testing

@Suite("Loading an experiment file")
struct LoadTests {
  private let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory
      .appending(path: "automl-load-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  private func problem(_ name: String, _ data: Data?) throws -> ConfigurationProblem? {
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: name)
    try data?.write(to: file)
    do throws(ConfigurationError) {
      _ = try ExperimentConfiguration.load(path: file.path)
      return nil
    } catch {
      #expect(error.file == file.path)
      #expect(error.problems.count == 1)
      return error.problems.first
    }
  }

  @Test("names the trouble with a file that cannot be read")
  func trouble() throws {
    #expect(try problem("none.yaml", nil)?.problem == "there is no such file")
  }

  @Test("refuses a folder")
  func folderPath() throws {
    #expect(try problem(".", nil)?.problem == "this is a folder")
  }

  @Test("refuses a file that is not UTF-8")
  func encoding() throws {
    let latin = Data([0x6E, 0x61, 0x6D, 0x65, 0x3A, 0x20, 0xE4])
    #expect(try problem("a.yaml", latin)?.problem == "the file is not UTF-8 text")
  }

  @Test("refuses an empty file")
  func empty() throws {
    #expect(try problem("a.yaml", Data())?.problem == "the file holds nothing")
  }

  @Test("refuses a file of ten megabytes")
  func large() throws {
    let data = Data(repeating: 0x20, count: 10_000_000)
    #expect(try problem("a.yaml", data)?.problem == "the file has 10000000 bytes")
  }

  @Test("accepts the example that automl init writes")
  func template() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: ExperimentTemplate.experimentFileName)
    try ExperimentTemplate.experiment.write(to: file, atomically: true, encoding: .utf8)
    try ExperimentTemplate.script.write(
      to: folder.appending(path: ExperimentTemplate.scriptFileName), atomically: true,
      encoding: .utf8)
    let python = folder.appending(path: "python3")
    try Data().write(to: python)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: python.path)
    let experiment = try ExperimentConfiguration.load(
      path: file.path, environment: ["PATH": folder.path])
    #expect(experiment.workingDirectory == folder.path)
    #expect(experiment.executable == python.path)
    #expect(experiment.command.placeholders == experiment.space.dimensions.map(\.name))
  }
}
