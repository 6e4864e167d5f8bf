import AutoMLModel
import AutoMLSearch
import AutoMLSweep
import AutoMLWorkflow
import Testing

@Suite("An experiment file with a sweep")
struct SweepFileTests {
  private func parse(
    _ factors: String, command: String = "python3 train.py", more: String = ""
  ) throws(ConfigurationError) -> ExperimentConfiguration {
    try ExperimentFile.parse(
      """
      name: digits
      goal: maximize
      command: \(command)
      algorithm: {name: sweep, factors: \(factors)}
      \(more)
      """)
  }

  @Test("goes through its combinations in their order, without parameters and jobs")
  func combinations() throws {
    let experiment = try parse(
      "{lr: [0.1, 1], kernel: {linear: {}, rbf: {gamma: [1, 2]}}, n: {igeom: [1, 100, 2]}}",
      command: "python3 train.py {lr} {kernel}")
    #expect(experiment.jobs == nil)
    #expect(experiment.space.dimensions.map(\.name) == ["lr", "kernel", "gamma", "n"])
    #expect(experiment.space["lr"]?.domain == .choice([0.1, 1]))
    var search = try experiment.algorithm.search(in: experiment.space, seed: 1)
    #expect(search.count == 12)
    var found: [ParameterSet] = []
    while let result = search.next() { found.append(result.parameters) }
    #expect(found == (try sweep(experiment.algorithm.factors)).map(\.parameters))
    #expect(found[0] == ["lr": 0.1, "kernel": "linear", "n": 1])
    #expect(found[11] == ["lr": 1, "kernel": "rbf", "gamma": 2, "n": 100])
    #expect(search.result(at: 12) == nil)
    #expect(search.result(at: -1) == nil)
  }

  @Test("is the same when it is read out of the record")
  func recorded() throws {
    let experiment = try parse("{lr: [0.1, 1, 1.0, true, x], a: {1: {b: [2]}, y: {}, '2': {}}}")
    #expect(
      experiment.algorithm.factors.list[1].levels == [1: ["b": [2]], "y": [:], "2": [:]])
    let again = try ExperimentConfiguration.load(
      recorded: experiment.document, user: "ada", file: "/home/ada/exp.yaml",
      surroundings: ExperimentFile.surroundings)
    #expect(again.algorithm == experiment.algorithm)
    #expect(again.space == experiment.space)
  }

  @Test(
    "names the factor that is wrong",
    arguments: [
      ("{}", "there are no factors"), ("[lr]", "a mapping such as lr: [0.1, 0.01]"),
      ("{lr: []}", #""lr""#), ("{lr: 5}", #""lr""#), ("{lr: [[1]]}", #""lr""#),
      ("{lr: [null]}", #""lr""#), ("{a: {x: [1, 2]}}", #""a" → "x""#),
      ("{a: [1], b: {t: {a: [9]}}}", #""b" → "t" → "a""#),
      ("{n: {geom: [1, 10, -1]}}", #""n""#), ("{n: {geom: [-1, 10, 3]}}", #""n""#),
      ("{n: {geom: [1, 10]}}", #""n""#), ("{'a b': [1]}", "'a b' is no name for a factor"),
      ("{lr: [.nan]}", #""lr": nan is no level"#),
      (#"{lr: ["a\0b"]}"#, #""lr": a level holds a NUL"#),
      ("{lr: {.nan: {}}}", #""lr": .nan is no level"#), ("{a: {1: {}, 0x1: {}}}", "stands twice"),
      ("{lr: [99999999999999999999]}", "does not fit 64 bits"),
      (
        "{a: [{level: 1, factors: {b: [1]}}, {level: 1, factors: {b: [1, 2]}}]}",
        #""a": 1 stands twice with different factors"#
      ),
    ])
  func mistakes(factors: String, words: String) {
    let error = #expect(throws: ConfigurationError.self) { _ = try parse(factors) }
    #expect(error?.problems.count == 1, "\(String(describing: error))")
    guard let problem = error?.problems.first else { return }
    #expect(problem.keyPath.hasPrefix("algorithm.factors"))
    let text = "\(problem.problem); \(problem.advice)"
    #expect(text.contains(words), "\(text)")
  }

  @Test("names every factor that is wrong, by its own line")
  func lines() {
    let error = #expect(throws: ConfigurationError.self) {
      _ = try ExperimentFile.parse(
        """
        name: digits
        goal: maximize
        command: python3 train.py
        algorithm:
          name: sweep
          factors:
            a: [1]
            b: [[2]]
            c:
              x: {}
              y: {d: 3}
            g: {h: {i: ["\\0"]}}
        """)
    }
    #expect(error?.problems.map(\.line) == [8, 11, 12], "\(String(describing: error))")
    let name = #expect(throws: ConfigurationError.self) {
      _ = try ExperimentFile.parse(
        """
        name: digits
        goal: maximize
        command: python3 train.py
        algorithm:
          name: sweep
          factors:
            a: [[1]]
            'b c': [1]
        """)
    }
    #expect(name?.problems.map(\.line) == [7, 8])
  }

  @Test(
    "goes through equal combinations once, where they come first",
    arguments: [
      ("{lr: [1, 1, 2]}", [["lr": 1], ["lr": 2]]),
      (
        "{a: [2, 1, 2], b: [x, x, y]}",
        [["a": 2, "b": "x"], ["a": 2, "b": "y"], ["a": 1, "b": "x"], ["a": 1, "b": "y"]]
      ),
      ("{a: {geom: [5, 5, 3]}}", [["a": 5.0]]), ("{a: [0.0, -0.0]}", [["a": 0.0]]),
      ("{a: [1, 1.0, true, '1']}", [["a": 1], ["a": 1.0], ["a": true], ["a": "1"]]),
      (
        "{a: [x, {level: y, factors: {p: [1, 1]}}, {level: y, factors: {p: [1]}}, x]}",
        [["a": "x"], ["a": "y", "p": 1]]
      ),
    ] as [(String, [ParameterSet])])
  func repeats(factors: String, expected: [ParameterSet]) throws {
    let experiment = try parse(factors)
    var search = try experiment.algorithm.search(in: experiment.space, seed: 1)
    #expect(search.count == expected.count)
    var found: [ParameterSet] = []
    while let result = search.next() { found.append(result.parameters) }
    #expect(found == expected)
  }

  @Test("has factors, and neither parameters nor what only other searches have")
  func otherKeys() {
    let text = ExperimentFile.text(more: "algorithm: {name: sweep, seed: 1, points: 3}")
    let problems = ExperimentFile.problems(text)
    #expect(
      problems.map(\.keyPath) == [
        "parameters", "algorithm.seed", "algorithm.points", "algorithm.factors",
      ])
    let other = ExperimentFile.text(more: "algorithm: {name: random, factors: {lr: [1]}}")
    #expect(ExperimentFile.problems(other).map(\.advice).contains { $0.contains("name: sweep") })
  }

  @Test("has places in its command only for what every combination has")
  func places() {
    let factors = "{kernel: {linear: {}, rbf: {gamma: [1, 2]}}}"
    for (command, words) in [
      ("python3 train.py {gamma}", "not every combination has {gamma}"),
      ("python3 train.py {kernl}", "did you mean {kernel}"),
    ] {
      let error = #expect(throws: ConfigurationError.self) {
        _ = try parse(factors, command: command)
      }
      let text = error?.description ?? ""
      #expect(text.contains(words), "\(text)")
    }
  }
}
