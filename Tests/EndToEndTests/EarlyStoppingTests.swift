import Foundation
import Testing

@Suite("Early stopping of running jobs")
struct EarlyStoppingTests {
  let sandbox: Sandbox

  init() throws {
    sandbox = try Sandbox()
    try sandbox.use("curve.sh")
  }

  private func write(_ kinds: String, _ policy: String) throws {
    try sandbox.write(
      """
      name: curves
      goal: maximize
      command: ./curve.sh {kind}
      parameters: {kind: {type: choice, values: [\(kinds)]}}
      algorithm: {name: grid}
      early_stop: {\(policy)}
      """, to: "experiment.yaml")
  }

  /// Kind, status and score of each job.
  private func jobs() async throws -> [String] {
    try await sandbox.texts(
      """
      SELECT json_extract(parameters, '$.kind') || ' ' || status || ' ' || score
      FROM job ORDER BY number
      """)
  }

  /// Why each early-stopped job was ended.
  private func reasons() async throws -> [String] {
    try await sandbox.texts(
      "SELECT error FROM job_attempt WHERE status = 'EARLY_STOPPED' ORDER BY jid")
  }

  @Test("The median rule ends a bad job with its best value, which the report leaves out")
  func median() async throws {
    try write("good, better, spike, poor", "policy: median, warmup: 3")
    let output = try await sandbox.run("automl", "run", "experiment.yaml", "--json")
    #expect(output.code == 0, "\(output.errors)")
    #expect(
      try await jobs() == [
        "good FINISHED 1.0", "better FINISHED 2.0", "spike EARLY_STOPPED 100.0",
        "poor EARLY_STOPPED 0.25",
      ])
    let reasons = try await reasons()
    #expect(reasons.count == 2)
    for reason in reasons {
      #expect(reason.hasPrefix("Early stopped by median after 4 results: "), "\(reason)")
    }
    // The children of the scripts would go on for ten minutes.
    #expect(processes(with: sandbox.folder).isEmpty)
    #expect(try output.value("best.job.score") as? Double == 2)
    #expect(try output.value("jobs.early_stopped") as? Int == 2)
    #expect(try output.value("experiment.status") as? String == "FINISHED")
    let asked = try await sandbox.run("automl-db", "best", "1", "--early-stopped", "--json")
    #expect(try asked.value("best.job.score") as? Double == 100)
    #expect(try asked.value("best.job.status") as? String == "EARLY_STOPPED")
    #expect(try await sandbox.run("automl-db", "check").code == 0)
  }

  @Test("Successive halving ends a job that is not among the best at a rung")
  func successiveHalving() async throws {
    try write("good, better, poor", "policy: successive_halving, reduction: 2, minimum: 2")
    let output = try await sandbox.run("automl", "run", "experiment.yaml", "--json")
    #expect(output.code == 0, "\(output.errors)")
    #expect(
      try await jobs() == [
        "good FINISHED 1.0", "better FINISHED 2.0", "poor EARLY_STOPPED 0.25",
      ])
    let reason = try #require(try await reasons().first)
    #expect(reason.contains("successive halving after 2 results"), "\(reason)")
    #expect(processes(with: sandbox.folder).isEmpty)
  }

  @Test("A classic experiment is judged by its own keys")
  func classic() async throws {
    try sandbox.write(
      """
      #!/bin/sh
      case "$(cat "$1")" in
        *good*) for value in 1 2 3 4 5; do echo "#Auptimizer:$value"; done ;;
        *) for value in $(seq 3000); do echo "#Auptimizer:0.25"; sleep 0.005; done ;;
      esac
      """, to: "classic.sh", executable: true)
    try sandbox.write(
      """
      {"name": "curves", "script": "classic.sh", "resource": "cpu", "n_parallel": 1,
       "target": "max", "proposer": "sequence",
       "resource_args": {"early_stop": {
         "aup_policy": "median", "aup_policy_steps": 1, "warmup": 2}},
       "parameter_config": [{"name": "kind", "type": "choice", "range": ["good", "poor"]}]}
      """, to: "experiment.json")
    let output = try await sandbox.run("automl", "run", "experiment.json")
    #expect(output.code == 0, "\(output.errors)")
    #expect(try await jobs() == ["good FINISHED 5.0", "poor EARLY_STOPPED 0.25"])
    let reason = try #require(try await reasons().first)
    #expect(reason.contains("median after 3 results"), "\(reason)")
    #expect(processes(with: sandbox.folder).isEmpty)
  }

  @Test("A resumed experiment judges by what was reported before", arguments: [SIGINT, SIGKILL])
  func resumed(after signal: Int32) async throws {
    try write("good, patient, poor", "policy: median, warmup: 3")
    let program = try sandbox.start("automl", ["run", "experiment.yaml"])
    #expect(try await sandbox.appeared("started.2"))
    await program.send(signal)
    _ = try await program.end()
    try sandbox.write("", to: "go")
    let output = try await sandbox.run("automl", "resume", "1")
    #expect(output.code == 0, "\(output.errors)")
    // The patient job reports nothing on its way: only the first run's job is there to compare.
    #expect(
      try await jobs() == [
        "good FINISHED 1.0", "patient FINISHED 0.5", "poor EARLY_STOPPED 0.25",
      ])
    let reason = try #require(try await reasons().first)
    #expect(reason.contains("the mean 0.25 is worse than the median 1"), "\(reason)")
    #expect(processes(with: sandbox.folder).isEmpty)
  }
}
