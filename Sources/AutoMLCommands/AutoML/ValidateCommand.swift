import ArgumentParser
import AutoMLModel
import AutoMLWorkflow

struct ValidateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "validate",
    abstract: "Find every mistake in an experiment file, without running anything.",
    discussion: "Example: automl validate experiment.yaml")

  @Argument(help: "The experiment file (YAML or JSON).", completion: .file())
  var file: String

  @OptionGroup var output: OutputOptions

  func run() async throws {
    do {
      let configuration = try ExperimentConfiguration.load(path: file)
      let parameters = configuration.space.dimensions.count
      output.write(
        "\(file) is sound: experiment '\(configuration.name)' with "
          + "\(parameters) \(parameters == 1 ? "parameter" : "parameters").",
        json: ["valid": true, "file": .string(file), "problems": []])
    } catch {
      guard output.json else { throw error }
      let report: JSONValue = [
        "valid": false, "file": .string(error.file), "problems": error.json["problems"] ?? [],
      ]
      Terminal.write(report.serialized(pretty: true) + "\n")
      throw ProgramExit.usage
    }
  }
}
