import AutoMLModel
import AutoMLWorkflow
import Testing

@Suite("A mistake in an experiment file")
struct ConfigurationProblemTests {
  @Test(
    "is reported once, with its key path and what would be right",
    arguments: ConfigurationMistake.topLevel)
  func topLevel(_ mistake: ConfigurationMistake) { check(mistake) }

  @Test("in a parameter is reported likewise", arguments: ConfigurationMistake.parameters)
  func parameters(_ mistake: ConfigurationMistake) { check(mistake) }

  @Test("in early_stop is reported likewise", arguments: ConfigurationMistake.earlyStopping)
  func earlyStopping(_ mistake: ConfigurationMistake) { check(mistake) }

  @Test("in a command is reported likewise", arguments: ConfigurationMistake.commands)
  func commands(_ mistake: ConfigurationMistake) { check(mistake) }

  private func check(_ mistake: ConfigurationMistake) {
    let text = ExperimentFile.text(mistake.changes, more: mistake.more)
    let problems = ExperimentFile.problems(text)
    #expect(problems.count == 1, "\(problems)")
    guard let problem = problems.first else { return }
    #expect(problem.keyPath.hasPrefix(mistake.keyPath))
    #expect("\(problem.problem); \(problem.advice)".contains(mistake.words), "\(problem)")
    let isMissingAtTop = problem.problem == "the key is missing" && !problem.keyPath.contains(".")
    #expect(problem.line != nil || isMissingAtTop)
  }

  @Test("does not hide the other mistakes")
  func allAtOnce() throws {
    let text = """
      nmae: digits
      goal: max
      command: python3 missing.py --lr {rl}
      parameters:
        lr: {type: float, low: 1, high: 0.1}
        size: {type: integer, low: 1, high: 2}
      parallel: 0
      parallel: 2
      limits:
        job_time: soon
      """
    let error = #expect(throws: ConfigurationError.self) { try ExperimentFile.parse(text) }
    let problems = try #require(error?.problems)
    #expect(
      problems.map(\.keyPath) == [
        "nmae", "goal", "command", "command", "parameters.lr.low", "parameters.size.type",
        "parallel", "limits.job_time", "name", "jobs",
      ])
    #expect(problems.map(\.line) == [1, 2, 3, 3, 5, 6, 7, 10, nil, nil])
    let lines = try #require(error?.description.split(separator: "\n"))
    #expect(lines.count == 10)
    #expect(lines[1] == "exp.yaml:2: goal: 'max' is not known; write maximize")
    #expect(lines[8] == "exp.yaml: name: the key is missing; name the experiment")
    let json = try #require(error?.json)
    #expect(json["file"] == "exp.yaml")
    guard case .array(let entries) = json["problems"] else {
      Issue.record("no list of problems")
      return
    }
    #expect(entries[1]["key"] == "goal")
    #expect(entries[1]["line"] == 2)
  }

  @Test(
    "of syntax is reported with its line",
    arguments: [
      ("a: [1", 2), ("a: 'b", 1), ("\ta: 1", 1), ("a: 1\n---\nb: 2\n", 2), ("a: *b", 1),
      ("{\"a\": 1,, }", 1), ("{\"a\": 1\n\"b\": 2}", 2),
    ])
  func syntax(_ text: String, _ line: Int) {
    let problems = ExperimentFile.problems(text)
    #expect(problems.count == 1)
    #expect(problems.first?.line == line, "\(problems)")
    #expect(problems.first?.keyPath == "")
  }

  @Test(
    "of the whole file is told plainly",
    arguments: [
      ("", "the file holds nothing"), ("# only a comment\n", "the file holds nothing"),
      ("just words", "is the text 'just words'"), ("- a\n- b", "is a list"),
      ("\u{0}", "neither valid YAML nor JSON"),
      (String(repeating: "[", count: 100_000), "neither valid YAML nor JSON"),
      (String(repeating: "- ", count: 200) + "1", "nested too deeply"),
    ])
  func wholeFile(_ text: String, _ words: String) {
    let problems = ExperimentFile.problems(text)
    #expect(problems.contains { $0.problem.contains(words) }, "\(problems)")
  }

  @Test("of exploding aliases is refused at once")
  func aliases() {
    let levels = (1...9).map { level in
      let list = Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ",")
      return "a\(level): &a\(level) [\(list)]"
    }
    let text = "a0: &a0 [x,x]\n" + levels.joined(separator: "\n")
    #expect(ExperimentFile.problems(text).first?.problem.contains("aliases") == true)
  }

  @Test("cannot put control characters on a terminal")
  func escaping() {
    let problems = ExperimentFile.problems(
      ExperimentFile.text(["goal": "goal: \"\\e[2J\\n\""], more: "\"\\e[0m\": 1"))
    #expect(problems.count == 2)
    #expect(problems.allSatisfy { !"\($0.keyPath)\($0.problem)".contains("\u{1B}") })
  }

  @Test("of a value that a shell would read again is found")
  func shellText() {
    func problems(_ command: String, _ values: String) -> [ConfigurationProblem] {
      ExperimentFile.problems(
        ExperimentFile.text([
          "command": "command: \(command)",
          "parameters": "parameters: {m: {type: choice, values: \(values)}}",
        ]))
    }
    #expect(problems("sh -c 'echo {m}'", "[a, 'b; rm -rf x']").count == 1)
    #expect(problems("sh -c 'echo {m}'", "[a, b_1, 0.5, 3]").isEmpty)
    #expect(problems("true sh -c 'echo {m}'", "[a, 'b; rm -rf x']").count == 1)
    #expect(problems("true python3 -c 'print({m})'", "[a, 'b; rm -rf x']").count == 1)
    #expect(problems("sh -c 'echo \"$1\"' sh {m}", "[a, 'b; rm -rf x']").isEmpty)
  }
}
