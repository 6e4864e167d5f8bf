import ArgumentParser
import AutoMLModel
import AutoMLWorkflow
import Foundation

struct InitCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Write a commented example experiment and its script.",
    discussion: """
      Example: automl init my-experiment && cd my-experiment && automl run experiment.yaml

      Nothing that is there already is overwritten.
      """)

  @Argument(help: "The folder to write to; made when it is not there.", completion: .directory)
  var folder = "."

  @OptionGroup var output: OutputOptions

  func run() async throws {
    let files = [
      (
        name: ExperimentTemplate.experimentFileName, text: ExperimentTemplate.experiment,
        mode: 0o644
      ),
      (name: ExperimentTemplate.scriptFileName, text: ExperimentTemplate.script, mode: 0o755),
    ]
    let paths = files.map { URL(filePath: folder).appending(path: $0.name).path }
    if let existing = paths.first(where: { FileManager.default.fileExists(atPath: $0) }) {
      throw UserMistake("'\(existing)' is there already; choose another folder.")
    }
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      for (file, path) in zip(files, paths) {
        try Data(file.text.utf8).write(to: URL(filePath: path), options: .withoutOverwriting)
        try FileManager.default.setAttributes([.posixPermissions: file.mode], ofItemAtPath: path)
      }
    } catch let error as CocoaError {
      throw UserMistake("Cannot write to '\(folder)': \(error.localizedDescription)")
    }
    output.write(
      "Wrote \(paths.joined(separator: " and ")).\nNext: automl run \(ShellText([paths[0]]))",
      json: ["files": .array(paths.map { .string($0) })])
  }
}
