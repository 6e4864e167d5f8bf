import Foundation
import Testing

@Suite("An experiment that goes through a sweep")
struct SweepExperimentTests {
  let sandbox: Sandbox

  init() throws { sandbox = try Sandbox() }

  private static let experiment = """
    name: swept
    goal: maximize
    command: ./job.py {lr}
    algorithm:
      name: sweep
      factors:
        lr: [0.5, 0.25, 0.5]
        kernel:
          linear: {}
          rbf: {gamma: [1, 1, 2]}
    resources: {type: gpu}
    parallel: 2
    retries: 1
    """

  /// Scores its learning rate and gamma; with rbf it fails at first.
  private static let job = """
    #!/usr/bin/env python3
    import json, os, sys
    parameters = json.loads(os.environ["AUTOML_PARAMETERS"])
    assert parameters["lr"] == float(sys.argv[1])
    if "gamma" in parameters and os.environ["AUTOML_ATTEMPT"] == "0":
        sys.exit(3)
    if os.path.exists("hold"):
        import time
        open("started." + os.environ["AUTOML_JOB_ID"], "w")
        time.sleep(600)
    print("automl:", json.dumps({"score": parameters["lr"] + parameters.get("gamma", 0)}))
    """

  private func expectAllDone() async throws {
    let jobs = try await sandbox.texts(
      "SELECT parameters || ' ' || status || ' ' || score FROM job ORDER BY number")
    #expect(
      jobs == [
        #"{"lr":0.5,"kernel":"linear"} FINISHED 0.5"#,
        #"{"lr":0.5,"kernel":"rbf","gamma":1} FINISHED 1.5"#,
        #"{"lr":0.5,"kernel":"rbf","gamma":2} FINISHED 2.5"#,
        #"{"lr":0.25,"kernel":"linear"} FINISHED 0.25"#,
        #"{"lr":0.25,"kernel":"rbf","gamma":1} FINISHED 1.25"#,
        #"{"lr":0.25,"kernel":"rbf","gamma":2} FINISHED 2.25"#,
      ])
  }

  @Test("gives scores, retries and GPUs to every combination")
  func run() async throws {
    try sandbox.write(Self.job, to: "job.py", executable: true)
    try sandbox.write(Self.experiment, to: "experiment.yaml")
    let add = try await sandbox.run(
      "automl", "resources", "add", "--type", "gpu", "--device", "0", "--device", "1")
    #expect(add.code == 0, "\(add.errors)")
    let output = try await sandbox.run("automl", "run", "experiment.yaml", "--json")
    #expect(output.code == 0, "\(output.errors)")
    #expect(try output.value("best.job.score") as? Double == 2.5)
    try await expectAllDone()
    let attempts = try await sandbox.texts("SELECT status FROM job_attempt ORDER BY status")
    #expect(
      attempts == Array(repeating: "FAILED", count: 4) + Array(repeating: "SUCCEEDED", count: 6))
    #expect(output.errors.contains("6/6"), "\(output.errors)")
  }

  @Test("goes on with what is left after it was killed")
  func resume() async throws {
    try sandbox.write(Self.job, to: "job.py", executable: true)
    try sandbox.write("", to: "hold")
    try sandbox.write(
      Self.experiment.replacing("resources: {type: gpu}", with: ""), to: "experiment.yaml")
    let program = try sandbox.start("automl", ["run", "experiment.yaml"])
    #expect(try await sandbox.appeared("started.1"))
    await program.send(SIGKILL)
    _ = try await program.end()
    try FileManager.default.removeItem(atPath: sandbox.path("hold"))
    let output = try await sandbox.run("automl", "resume", "1")
    #expect(output.code == 0, "\(output.errors)")
    try await expectAllDone()
  }
}
