import AutoMLModel
import AutoMLSearch
import AutoMLWorkflow
import Testing

@Suite("A classic Auptimizer file")
struct ClassicFileTests {
  static let text = """
    {
      "name": "demo", "script": "run.sh --fast {x}", "resource": "gpu", "target": "min",
      "proposer": "random", "n_samples": 10, "n_parallel": 2, "workingdir": "./",
      "random_seed": 123,
      "job_failure": {"ignore_fail": true, "job_retries": 2},
      "resource_args": {"track_intermediate_results": true, "multi_res_labels": ["a", "b"]},
      "parameter_config": [
        {"name": "x", "type": "float", "range": [-5, 10]},
        {"name": "y", "range": [1, 3]},
        {"name": "z", "type": "choice", "range": ["p", 2]},
        {"name": "w", "type": "float"}
      ]
    }
    """

  static func problems(_ old: String, _ new: String) -> [ConfigurationProblem] {
    let changed = text.replacing(old, with: new)
    #expect(changed != text)
    return ExperimentFile.problems(changed)
  }

  @Test("becomes the same configuration")
  func mapping() throws {
    let experiment = try ExperimentFile.parse(Self.text)
    #expect(experiment.isClassic)
    #expect(experiment.dialect == .auptimizer)
    #expect(experiment.name == "demo")
    #expect(experiment.goal == .minimize)
    #expect(experiment.command.arguments(for: [:]) == ["./run.sh", "--fast", "{x}"])
    #expect(experiment.executable == "/home/ada/run.sh")
    #expect(experiment.resources == ResourceConfiguration(type: "gpu", count: 1))
    #expect(experiment.algorithm.name == .random)
    #expect(experiment.algorithm.seed == 123)
    #expect(experiment.jobs == 10)
    #expect(experiment.parallel == 2)
    #expect(experiment.retries == RetryPolicy(count: 2))
    #expect(experiment.ignoreFailures)
    #expect(experiment.limits.failures == nil)
    #expect(experiment.labels == ["a", "b"])
    #expect(experiment.tracksIntermediateResults)
    #expect(experiment.earlyStopping == nil)
    #expect(
      experiment.space.dimensions.map(\.domain) == [
        .float(low: -5, high: 10), .integer(low: 1, high: 3), .choice(["p", 2]),
        .float(low: 0, high: 1),
      ])
  }

  @Test("has the classic defaults")
  func defaults() throws {
    let experiment = try ExperimentConfiguration.parse(
      text: """
        {"script": "/home/ada/run.sh", "resource": "cpu", "target": "max",
         "proposer": "sequence", "parameter_config": [{"name": "x"}]}
        """, file: "dir/demo.exp.json", directory: "/home/ada",
      surroundings: ExperimentFile.surroundings)
    #expect(experiment.name == "demo.exp")
    #expect(experiment.parallel == 1)
    #expect(experiment.retries.count == 0)
    #expect(!experiment.ignoreFailures)
    #expect(experiment.limits.failures == 1)
    #expect(experiment.algorithm.seed == 0)
    #expect(!experiment.tracksIntermediateResults)
    #expect(experiment.executable == "/home/ada/run.sh")
    let search = try experiment.algorithm.search(in: experiment.space, seed: 0)
    #expect(search.count == 2)
  }

  @Test("retries three times when job_failure says nothing")
  func retries() throws {
    let text = Self.text.replacing(
      "{\"ignore_fail\": true, \"job_retries\": 2}", with: "{\"ignore_fail\": false}")
    let experiment = try ExperimentFile.parse(text)
    #expect(experiment.retries.count == 3)
    #expect(experiment.limits.failures == 1)
  }

  @Test("walks a sequence with its first parameter fastest")
  func sequence() throws {
    let text = Self.text.replacing("\"random\"", with: "\"sequence\"").replacing(
      "\"range\": [1, 3]}", with: "\"range\": [0, 10], \"n\": 4}"
    ).replacing("\"range\": [-5, 10]}", with: "\"range\": [0, 1], \"interval\": 0.5}")
    let experiment = try ExperimentFile.parse(text)
    var search = try experiment.algorithm.search(in: experiment.space, seed: 0)
    #expect(search.count == 3 * 4 * 2 * 2)
    let first = (0..<4).compactMap { _ in search.next()?.parameters }
    #expect(first.map { $0["x"] } == [0.0, 0.5, 1.0, 0.0])
    #expect(first.map { $0["y"] } == [0, 0, 0, 3])
  }

  @Test(
    "is checked like any other",
    arguments: [
      ("\"min\"", "\"minimum\"", "target", "write max or min"),
      ("\"random\"", "\"hyperband\"", "proposer", "write random or sequence"),
      ("\"gpu\"", "\"aws\"", "resource", "not supported"),
      ("\"run.sh", "\"gone.sh", "script", "there is no file '/home/ada/gone.sh'"),
      ("\"run.sh", "\"train.py", "script", "chmod"),
      ("\"n_samples\": 10, ", "", "n_samples", "random needs a number"),
      ("\"n_samples\": 10", "\"n_samples\": 0", "n_samples", "0 is not possible"),
      ("\"n_parallel\": 2", "\"n_parallel\": 0", "n_parallel", "0 is not possible"),
      ("\"workingdir\": \"./\"", "\"workingdir\": \"x\"", "workingdir", "no folder"),
      ("\"name\": \"demo\"", "\"cwd\": \"/\"", "cwd", "not supported"),
      ("\"name\": \"demo\"", "\"compression\": {}", "compression", "not supported"),
      ("true, \"job_r", "true, \"jab_r", "job_failure.jab_retries", "'job_retries'"),
      ("[1, 3]", "[3, 1]", "parameter_config[1].range", "above the high end"),
      ("[1, 3]", "[1]", "parameter_config[1].range", "lowest and the highest"),
      ("\"choice\"", "\"enum\"", "parameter_config[2].type", "float or int or choice"),
      ("\"name\": \"y\"", "\"name\": \"x\"", "parameter_config[1].name", "stands twice"),
      ("\"y\", ", "\"y\", \"step\": 1, ", "parameter_config[1].step", "allowed are"),
      (
        "\"track_intermediate_results\"", "\"save_model\": true, \"track_intermediate_results\"",
        "resource_args.save_model", "not supported yet"
      ),
    ])
  func mistakes(_ old: String, _ new: String, _ keyPath: String, _ words: String) {
    let problems = Self.problems(old, new)
    Self.expect(problems, keyPath, words)
  }

  private static func expect(
    _ problems: [ConfigurationProblem], _ keyPath: String, _ words: String
  ) {
    #expect(problems.map(\.keyPath) == [keyPath])
    #expect(problems.contains { "\($0.problem); \($0.advice)".contains(words) }, "\(problems)")
  }

  private static func earlyStop(_ text: String) -> String {
    Self.text.replacing(
      "\"track_intermediate_results\": true", with: "\"early_stop\": {\(text)}")
  }

  @Test(
    "may stop early, which needs intermediate results",
    arguments: [
      ("\"median\", \"aup_policy_steps\": 1", EarlyStoppingPolicy(.median)),
      (
        "\"median\", \"aup_policy_steps\": 5, \"warmup\": 10, \"bandit_factor\": 0.7",
        EarlyStoppingPolicy(.median, warmup: 10, interval: 5)
      ),
      ("\"bandit\", \"aup_policy_steps\": 2", .init(.bandit(factor: 0.5), interval: 2)),
      (
        "\"bandit\", \"aup_policy_steps\": 2, \"bandit_factor\": 0.9",
        EarlyStoppingPolicy(.bandit(factor: 0.9), interval: 2)
      ),
      ("\"truncation\", \"aup_policy_steps\": 1", .init(.truncation(fraction: 0.3))),
      (
        "\"truncation\", \"aup_policy_steps\": 1, \"truncation_percentage\": 0.2",
        EarlyStoppingPolicy(.truncation(fraction: 0.2))
      ),
    ])
  func earlyStopping(_ text: String, _ policy: EarlyStoppingPolicy) throws {
    let experiment = try ExperimentFile.parse(Self.earlyStop("\"aup_policy\": \(text)"))
    #expect(experiment.earlyStopping == policy)
    #expect(experiment.tracksIntermediateResults)
  }

  @Test(
    "has its early stopping checked",
    arguments: [
      ("\"aup_policy\": \"median\"", "aup_policy_steps", "the key is missing"),
      ("\"aup_policy_steps\": 1", "aup_policy", "write median, bandit or truncation"),
      (
        "\"aup_policy\": \"curve_fitting\", \"aup_policy_steps\": 1", "aup_policy",
        "curve fitting is not supported; write median or bandit or truncation"
      ),
      (
        "\"aup_policy\": \"asha\", \"aup_policy_steps\": 1", "aup_policy",
        "write median or bandit or truncation"
      ),
      (
        "\"aup_policy\": \"successive_halving\", \"aup_policy_steps\": 1", "aup_policy",
        "write median or bandit or truncation"
      ),
      (
        "\"aup_policy\": \"median\", \"aup_policy_steps\": 0", "aup_policy_steps",
        "0 is not possible"
      ),
      (
        "\"aup_policy\": \"median\", \"aup_policy_steps\": 1, \"curve_fitting_timeout\": 60",
        "curve_fitting_timeout", "curve fitting"
      ),
      (
        "\"aup_policy\": \"truncation\", \"aup_policy_steps\": 1, \"truncation_percentage\": 30",
        "truncation_percentage", "between 0 and 1"
      ),
      (
        "\"aup_policy\": \"bandit\", \"aup_policy_steps\": 1, \"bandit_factor\": 2",
        "bandit_factor", "at most 1"
      ),
      (
        "\"aup_policy\": \"median\", \"aup_policy_steps\": 1, \"warmup\": -1", "warmup",
        "-1 is not possible"
      ),
    ])
  func earlyStoppingMistakes(_ text: String, _ key: String, _ words: String) {
    let problems = ExperimentFile.problems(Self.earlyStop(text))
    Self.expect(problems, "resource_args.early_stop.\(key)", words)
  }
}
