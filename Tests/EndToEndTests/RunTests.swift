import Foundation
import Testing

@Suite("automl run")
struct RunTests {
  let sandbox: Sandbox

  init() throws { sandbox = try Sandbox() }

  /// Runs an experiment file and gives what the program printed.
  func run(_ experiment: String, _ arguments: String...) async throws -> Sandbox.Output {
    try sandbox.write(experiment, to: "experiment.yaml")
    return try await sandbox.start("automl", ["run", "experiment.yaml", "--json"] + arguments).end()
  }

  /// Asks the database for rows.
  func query(_ sql: String) async throws -> [[String: Any]] {
    let output = try await sandbox.run("automl-db", "query", sql, "--json")
    #expect(output.code == 0, "\(output.errors)")
    return try #require(output.json as? [[String: Any]])
  }

  @Test("Every job's score and intermediate results are recorded")
  func success() async throws {
    try sandbox.use("score.py")
    let output = try await run(
      """
      name: scores
      goal: minimize
      command: ./score.py
      parameters: {x: {type: int, low: 1, high: 5}}
      algorithm: {name: grid}
      parallel: 2
      """)
    #expect(output.code == 0, "\(output.errors)")
    #expect(try output.value("best.job.score") as? Double == 1)
    #expect(try output.value("experiment.status") as? String == "FINISHED")
    let jobs = try await query(
      """
      SELECT score, status, parameters,
        (SELECT count(*) FROM intermediate_result r WHERE r.jid = job.jid) AS results
      FROM job ORDER BY number
      """)
    #expect(jobs.count == 5)
    #expect(jobs.map { $0["score"] as? Double } == [1, 2, 3, 4, 5])
    #expect(jobs.allSatisfy { $0["status"] as? String == "FINISHED" && $0["results"] as? Int == 3 })
  }

  @Test("A script that fails first and works then ends FINISHED with two attempts")
  func retry() async throws {
    try sandbox.use("fails_first.py")
    let output = try await run(
      """
      name: retried
      goal: maximize
      command: ./fails_first.py
      parameters: {x: {type: int, low: 1, high: 2}}
      algorithm: {name: grid}
      retries: {count: 1, backoff: 10ms}
      """)
    #expect(output.code == 0, "\(output.errors)")
    let jobs = try await query("SELECT jid, status, score FROM job")
    #expect(jobs.count == 2)
    #expect(jobs.allSatisfy { $0["status"] as? String == "FINISHED" })
    let attempts = try await query(
      "SELECT number, status, exit_code, error FROM job_attempt ORDER BY jid, number")
    #expect(
      attempts.map { $0["status"] as? String }
        == ["FAILED", "SUCCEEDED", "FAILED", "SUCCEEDED"])
    #expect(attempts[0]["exit_code"] as? Int == 3)
    #expect((attempts[0]["error"] as? String)?.contains("not my best") == true)
  }

  @Test(
    "What is not success is a failed attempt with a reason",
    arguments: [
      (#"automl: {"score": 0.9}"#, 1, "Exit code 1"),
      (#"automl: {"score": NaN}"#, 0, #"automl: {"score": NaN}"#),
      (#"automl: {"score": Infinity}"#, 0, #"automl: {"score": Infinity}"#),
      (#"automl: {"score": -1e999}"#, 0, #"automl: {"score": -1e999}"#),
      (#"automl: {"score": "high"}"#, 0, #"automl: {"score": "high"}"#),
      (#"automl: score=3"#, 0, #"automl: score=3"#),
      ("nothing to report", 0, "without reporting a score"),
      (#"automl: {"intermediate": 0.9}"#, 0, "without reporting a score"),
    ])
  func failure(line: String, code: Int, reason: String) async throws {
    try sandbox.use("prints.py")
    try sandbox.write(line, to: "line.txt")
    let output = try await run(
      """
      name: failing
      goal: maximize
      command: [./prints.py, '\(line)', '\(code)']
      parameters: {x: {type: int, low: 1, high: 1}}
      algorithm: {name: grid}
      """.replacingOccurrences(of: "{\"", with: "{{\"").replacingOccurrences(
        of: "}'", with: "}}'"))
    #expect(output.code == 1, "\(output.errors)")
    let attempts = try await query("SELECT status, error FROM job_attempt")
    #expect(attempts.count == 1)
    #expect(attempts[0]["status"] as? String == "FAILED")
    let error = try #require(attempts[0]["error"] as? String)
    #expect(error.contains(reason), "\(error)")
    #expect(try await query("SELECT * FROM job WHERE score IS NOT NULL").isEmpty)
  }

  @Test("The first command a newcomer types works")
  func initAndRun() async throws {
    #expect(try await sandbox.run("automl", "init", "first").code == 0)
    let output = try await sandbox.run("automl", "run", "first/experiment.yaml")
    #expect(output.code == 0, "\(output.errors)")
    #expect(output.output.contains("Best score"))
    #expect(output.errors.contains("[12/12] job "))
    let quiet = try await sandbox.run("automl", "run", "first/experiment.yaml", "--quiet")
    #expect(quiet.code == 0)
    #expect(quiet.errors.isEmpty, "\(quiet.errors)")
    let again = try await sandbox.run("automl", "init", "first")
    #expect(again.code == 2)
    #expect(again.errors.contains("experiment.yaml"))
  }

  @Test("A classic Auptimizer experiment runs as it is")
  func classic() async throws {
    try sandbox.write(
      """
      #!/usr/bin/env python3
      import json, sys
      x = json.load(open(sys.argv[-1]))["x"]
      print("\\n#Auptimizer:%f,%f" % (x / 2, 7), file=sys.stderr, flush=True)
      print("\\n#Auptimizer:%f,%f" % (x, 8), file=sys.stderr, flush=True)
      """, to: "classic.py", executable: true)
    try sandbox.write(
      """
      {"name": "classic", "script": "classic.py", "resource": "cpu", "n_parallel": 2,
       "n_samples": 4, "target": "max", "proposer": "random", "random_seed": 3,
       "resource_args": {"multi_res_labels": ["loss"], "track_intermediate_results": true},
       "parameter_config": [{"name": "x", "type": "float", "range": [1, 2]}]}
      """, to: "experiment.json")
    let output = try await sandbox.run("automl", "run", "experiment.json", "--json")
    #expect(output.code == 0, "\(output.errors)")
    let counts = try await query(
      """
      SELECT (SELECT count(*) FROM job WHERE status = 'FINISHED') AS jobs,
        (SELECT count(*) FROM intermediate_result) AS results,
        (SELECT count(*) FROM multiple_result WHERE is_last_result AND value = 8) AS last
      """)
    #expect(counts[0]["jobs"] as? Int == 4)
    #expect(counts[0]["results"] as? Int == 8)
    #expect(counts[0]["last"] as? Int == 4)
  }

  @Test("Eight jobs of equal length on four slots are shared out evenly, without an idle tail")
  func noIdleTail() async throws {
    try sandbox.use("one_second.sh")
    let output = try await run(
      """
      name: tail
      goal: maximize
      command: ./one_second.sh
      parameters: {x: {type: int, low: 1, high: 8}}
      algorithm: {name: grid}
      parallel: 4
      """)
    #expect(output.code == 0, "\(output.errors)")
    let slots = try await query("SELECT rid, count(*) AS n FROM attempt_resource GROUP BY rid")
    #expect(slots.map { $0["n"] as? Int } == [2, 2, 2, 2])
  }

  @Test("Ten runs in a row leave no process, no busy resource and no running row")
  func repeatedRuns() async throws {
    try sandbox.use("brief.sh")
    for _ in 0..<10 {
      let output = try await run(
        """
        name: again
        goal: maximize
        command: ./brief.sh
        parameters: {x: {type: int, low: 1, high: 3}}
        algorithm: {name: grid}
        parallel: 3
        """)
      #expect(output.code == 0, "\(output.errors)")
    }
    #expect(processes(with: sandbox.folder).isEmpty)
    #expect(try await query("SELECT * FROM resource WHERE status <> 'FREE'").isEmpty)
    #expect(try await query("SELECT * FROM engine_session WHERE ended IS NULL").isEmpty)
    #expect(try await query("SELECT * FROM experiment WHERE status = 'FINISHED'").count == 10)
    #expect(try await sandbox.run("automl-db", "check").code == 0)
    // Another writer gets the lock at once: nobody left a transaction open.
    #expect(try await sandbox.run("automl", "resources", "add", "--type", "x").code == 0)
  }
}
