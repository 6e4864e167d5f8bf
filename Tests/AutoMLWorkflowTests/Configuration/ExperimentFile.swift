import AutoMLModel
import AutoMLWorkflow

/// An experiment file on a machine that exists only in the test.
struct ExperimentFile {
  /// The lines of a sound file by their keys.
  var lines: KeyValuePairs<String, String> = [
    "name": "name: digits",
    "goal": "goal: maximize",
    "command": "command: python3 train.py --lr {lr}",
    "parameters": "parameters: {lr: {type: float, low: 0.1, high: 1.0}}",
    "jobs": "jobs: 40",
  ]

  static let surroundings = ConfigurationSurroundings(
    environment: ["PATH": "/usr/bin:/bin", "USER": "ada"]
  ) { path in
    switch path {
    case "/usr/bin/python3", "/bin/sh", "/bin/true", "/home/ada/run.sh", "/home/ada/work/go":
      .file(isExecutable: true)
    case "/home/ada/train.py", "/home/ada/plain.txt": .file(isExecutable: false)
    case "/home/ada", "/home/ada/work", "/usr/bin": .directory
    default: .missing
    }
  }

  /// The text of the sound file, with lines replaced by key, or added.
  static func text(_ changes: [String: String] = [:], more: String = "") -> String {
    let lines = Self().lines.map { changes[$0.key] ?? $0.value }
    return lines.joined(separator: "\n") + "\n" + more + "\n"
  }

  static func parse(_ text: String) throws(ConfigurationError) -> ExperimentConfiguration {
    try .parse(
      text: text, file: "exp.yaml", directory: "/home/ada", surroundings: surroundings)
  }

  static func problems(_ text: String) -> [ConfigurationProblem] {
    do throws(ConfigurationError) {
      _ = try parse(text)
      return []
    } catch {
      return error.problems
    }
  }
}
