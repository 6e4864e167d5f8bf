import Foundation
import Testing

@testable import AutoMLExperimentRun

@Suite("Directories for results")
struct ResultDirectoryTests {
  let folder: ProbeFolder

  init() throws { folder = try ProbeFolder() }

  private func take(_ name: String) throws -> String {
    let (name, directory) = try ResultDirectory.unique(name) { "\(folder.path)/\($0)" }
    #expect(directory.path == "\(folder.path)/\(name)")
    #expect(!directory.existed)
    return name
  }

  @Test("get a number when their name is taken")
  func numbers() throws {
    #expect(try take("run") == "run")
    #expect(try take("run") == "run-2")
    #expect(try take("run") == "run-3")
    try Data().write(to: URL(filePath: folder.path + "/file"))
    #expect(try take("file") == "file-2")
    #expect(try take("deep/run") == "deep/run")
  }

  @Test("are reused where an experiment insists on them")
  func fixed() throws {
    for existed in [false, true] {
      let (name, directory) = try ResultDirectory.unique("run") { _ in folder.path + "/fixed" }
      #expect(name == "run")
      #expect(directory == ResultDirectory(path: folder.path + "/fixed", existed: existed))
    }
  }

  @Test("are never files, nor below them")
  func files() throws {
    let path = folder.path + "/file"
    try Data().write(to: URL(filePath: path))
    #expect(throws: RunError.directory(path: path, reason: "Not a directory")) {
      try ResultDirectory.open(path)
    }
    #expect(throws: RunError.self) { try ResultDirectory.open(path + "/below") }
  }
}
