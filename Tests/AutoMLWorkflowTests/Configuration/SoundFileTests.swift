import AutoMLModel
import AutoMLSearch
import AutoMLWorkflow
import Testing

@Suite("A sound experiment file")
struct SoundFileTests {
  @Test("needs five keys and has defaults for the rest")
  func defaults() throws {
    let experiment = try ExperimentFile.parse(ExperimentFile.text())
    #expect(experiment.name == "digits")
    #expect(experiment.user == "ada")
    #expect(experiment.goal == .maximize)
    #expect(experiment.executable == "/usr/bin/python3")
    #expect(experiment.algorithm == AlgorithmConfiguration(.random))
    #expect(experiment.jobs == 40)
    #expect(experiment.parallel == 1)
    #expect(experiment.resources == ResourceConfiguration(type: "cpu", count: 1))
    #expect(experiment.retries == RetryPolicy())
    #expect(experiment.limits == WorkflowLimits())
    #expect(experiment.earlyStopping == nil)
    #expect(experiment.gracePeriod == .seconds(10))
    #expect(experiment.dialect == .native)
    #expect(experiment.workingDirectory == "/home/ada")
    #expect(experiment.resultsDirectory == "/home/ada/results")
    #expect(experiment.labels.isEmpty)
    #expect(experiment.ignoreFailures)
    #expect(experiment.tracksIntermediateResults)
    #expect(!experiment.isClassic)
  }

  @Test("may set everything")
  func everything() throws {
    let experiment = try ExperimentFile.parse(
      """
      name: "digits"
      goal: minimize
      command: [./go, "--lr={lr}", "{optimizer}"]
      parameters:
        lr:        {type: float, low: 1e-4, high: 1e-1, log: true}
        hidden:    {type: int, low: 8, high: 256}
        optimizer: {type: choice, values: [sgd, adam, 1, 1.0, true, "1"]}
      algorithm: {name: random, seed: 18446744073709551615}
      jobs: 4
      parallel: 3
      resources: {type: gpu, count: 2}
      retries: {count: 2, backoff: 1s, max_backoff: 1m, on: [exit, memory]}
      limits: {job_time: 2h, experiment_time: 1d, failures: 10, target_score: 1, memory: 8GiB}
      early_stop: {policy: bandit, factor: 0.75, warmup: 5, interval: 2}
      stop: {grace: 250ms}
      dialect: auptimizer
      working_directory: work
      results: ../logs
      labels: [loss, recall]
      """)
    #expect(experiment.goal == .minimize)
    #expect(experiment.executable == "/home/ada/work/go")
    #expect(experiment.space["lr"]?.domain == .float(low: 1e-4, high: 0.1, scale: .logarithmic))
    #expect(experiment.space["hidden"]?.domain == .integer(low: 8, high: 256))
    #expect(
      experiment.space["optimizer"]?.domain
        == .choice(["sgd", "adam", 1, 1.0, true, .text("1")]))
    #expect(experiment.space.dimensions.map(\.name) == ["lr", "hidden", "optimizer"])
    #expect(experiment.algorithm.seed == .max)
    #expect(experiment.parallel == 3)
    #expect(experiment.resources == ResourceConfiguration(type: "gpu", count: 2))
    #expect(
      experiment.retries
        == RetryPolicy(
          count: 2, backoff: .seconds(1), maximumBackoff: .seconds(60), kinds: [.exit, .memory]))
    #expect(
      experiment.limits
        == WorkflowLimits(
          jobTime: .seconds(7200), memory: 8_589_934_592, experimentTime: .seconds(86400),
          failures: 10, targetScore: 1))
    #expect(
      experiment.earlyStopping
        == EarlyStoppingPolicy(.bandit(factor: 0.75), warmup: 5, interval: 2))
    #expect(experiment.gracePeriod == .milliseconds(250))
    #expect(experiment.dialect == .auptimizer)
    #expect(experiment.workingDirectory == "/home/ada/work")
    #expect(experiment.resultsDirectory == "/home/logs")
    #expect(experiment.labels == ["loss", "recall"])
    #expect(
      experiment.command.arguments(for: ["lr": 0.5, "optimizer": 1.0]) == [
        "./go", "--lr=0.5", "1.0",
      ])
  }

  @Test(
    "may stop jobs early by each policy, which has defaults",
    arguments: [
      ("median", EarlyStoppingPolicy(.median)),
      ("median, warmup: 0, interval: 10", EarlyStoppingPolicy(.median, interval: 10)),
      ("bandit", EarlyStoppingPolicy(.bandit(factor: 0.5))),
      ("bandit, factor: 1", EarlyStoppingPolicy(.bandit(factor: 1))),
      ("truncation", EarlyStoppingPolicy(.truncation(fraction: 0.3))),
      ("truncation, fraction: 0.5", EarlyStoppingPolicy(.truncation(fraction: 0.5))),
      (
        "successive_halving",
        EarlyStoppingPolicy(.successiveHalving(reduction: 3, minimum: 1))
      ),
      (
        "successive_halving, reduction: 4, minimum: 2, warmup: 1",
        EarlyStoppingPolicy(.successiveHalving(reduction: 4, minimum: 2), warmup: 1)
      ),
    ])
  func earlyStopping(_ text: String, _ policy: EarlyStoppingPolicy) throws {
    let text = ExperimentFile.text(more: "early_stop: {policy: \(text)}")
    #expect(try ExperimentFile.parse(text).earlyStopping == policy)
  }

  @Test(
    "retries with pauses up to the longest",
    arguments: [
      ("3", RetryPolicy(count: 3)), ("{count: 0}", RetryPolicy()),
      ("{count: 2, backoff: 0}", RetryPolicy(count: 2)),
      ("{count: 2, max_backoff: 1m}", RetryPolicy(count: 2, maximumBackoff: .seconds(60))),
      // A first pause beyond the usual longest one is meant as it is written.
      (
        "{count: 2, backoff: 10m}",
        RetryPolicy(count: 2, backoff: .seconds(600), maximumBackoff: .seconds(600))
      ),
      (
        "{count: 1, on: [exit, signal, timeout, memory, score, launch]}", RetryPolicy(count: 1)
      ),
    ])
  func retries(_ text: String, _ policy: RetryPolicy) throws {
    #expect(
      try ExperimentFile.parse(ExperimentFile.text(more: "retries: \(text)")).retries == policy)
  }

  @Test("may be JSON, with tabs and pairs of escapes")
  func json() throws {
    let experiment = try ExperimentFile.parse(
      """
      {
      \t"name": "\\ud83d\\ude00", "goal": "minimize", "command": ["true"],
      \t"parameters": {"x": {"type": "float", "low": -1, "high": 1e0}}, "jobs": 2
      }
      """)
    #expect(experiment.name == "😀")
    #expect(experiment.space["x"]?.domain == .float(low: -1, high: 1))
  }

  @Test("may use anchors")
  func anchors() throws {
    let experiment = try ExperimentFile.parse(
      ExperimentFile.text([
        "parameters": "parameters: {lr: &a {type: float, low: 0, high: 1}, b: *a}"
      ]))
    #expect(experiment.space["b"]?.domain == .float(low: 0, high: 1))
  }

  @Test("may search a grid, whole or in part")
  func grid() throws {
    let text = ExperimentFile.text(
      [
        "parameters": """
        parameters:
          lr: {type: float, low: 0, high: 1, points: 3}
          momentum: {type: float, low: 0, high: 1}
          size: {type: int, low: 0, high: 10, step: 5}
        """, "jobs": "algorithm: {name: grid, points: 4}",
      ])
    let experiment = try ExperimentFile.parse(text)
    #expect(experiment.jobs == nil)
    let search = try experiment.algorithm.search(in: experiment.space, seed: 0)
    #expect(search.count == 36)
    #expect(try ExperimentFile.parse(text + "jobs: 5").jobs == 5)
  }

  @Test("has the user 'default' where none is known")
  func user() throws {
    var surroundings = ExperimentFile.surroundings
    surroundings.environment["USER"] = nil
    let experiment = try ExperimentConfiguration.parse(
      text: ExperimentFile.text(), file: "e", directory: "/home/ada", surroundings: surroundings)
    #expect(experiment.user == "default")
  }
}
