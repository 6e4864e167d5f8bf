import Foundation
import Testing

@Suite("Interruptions and crashes")
struct CrashTests {
  let sandbox: Sandbox

  init() throws { sandbox = try Sandbox() }

  func experiment(_ command: String, grace: String = "10s", resources: String = "cpu") -> String {
    """
    name: waiting
    goal: maximize
    command: \(command)
    parameters: {x: {type: int, low: 1, high: 6}}
    algorithm: {name: grid}
    parallel: 2
    resources: {type: \(resources)}
    stop: {grace: \(grace)}
    """
  }

  func query(_ sql: String) async throws -> [[String: Any]] {
    let output = try await sandbox.run("automl-db", "query", sql, "--json")
    #expect(output.code == 0, "\(output.errors)")
    return try #require(output.json as? [[String: Any]])
  }

  /// Starts an experiment and waits until two of its jobs are at work.
  func startWaiting(_ fixture: String, grace: String = "10s", resources: String = "cpu")
    async throws -> RunningProgram
  {
    try sandbox.use(fixture)
    try sandbox.write(
      experiment("./\(fixture)", grace: grace, resources: resources), to: "experiment.yaml")
    let program = try sandbox.start("automl", ["run", "experiment.yaml"])
    let begun = try await eventually {
      let files = try FileManager.default.contentsOfDirectory(atPath: sandbox.folder)
      return files.filter { $0.hasPrefix("started.") }.count >= 2
    }
    #expect(begun)
    return program
  }

  @Test(
    "A signal stops in order: children end, jobs wait, the experiment is STOPPED",
    arguments: [2, 15] as [Int32])
  func stopped(by signal: Int32) async throws {
    let program = try await startWaiting("waits.sh")
    await program.send(signal)
    let output = try await program.end()
    #expect(output.code == 128 + signal, "\(output.errors)")
    #expect(processes(with: sandbox.folder).isEmpty)
    #expect(try await query("SELECT * FROM experiment WHERE status = 'STOPPED'").count == 1)
    #expect(try await query("SELECT * FROM job WHERE status = 'PENDING'").count == 2)
    #expect(try await query("SELECT * FROM job_attempt WHERE status = 'CANCELLED'").count == 2)
    #expect(try await query("SELECT * FROM resource WHERE status <> 'FREE'").isEmpty)
  }

  @Test("A second signal kills children that ignore the first")
  func secondSignal() async throws {
    let program = try await startWaiting("stubborn.sh", grace: "600s")
    await program.send(SIGINT)
    #expect(try await eventually { program.errorsSoFar.contains("Stopping") })
    await program.send(SIGINT)
    let output = try await program.end()
    #expect(output.code == 130)
    #expect(processes(with: sandbox.folder).isEmpty)
  }

  @Test("After the grace period children that ignore the signal are killed")
  func gracePeriod() async throws {
    let program = try await startWaiting("stubborn.sh", grace: "200ms")
    await program.send(SIGTERM)
    #expect(try await program.end().code == 143)
    #expect(processes(with: sandbox.folder).isEmpty)
  }

  @Test(
    "kill -9 of the engine leaves nothing behind once somebody looks",
    arguments: ["recover", "run"])
  func killed(by next: String) async throws {
    _ = try await sandbox.run("automl", "resources", "add", "--type", "gpu", "--device", "0")
    _ = try await sandbox.run("automl", "resources", "add", "--type", "gpu", "--device", "1")
    let program = try await startWaiting("one_scores.sh", resources: "gpu")
    let reported = try await eventually {
      try await query("SELECT * FROM intermediate_result WHERE score = 1").count == 2
    }
    #expect(reported)
    await program.send(SIGKILL)
    _ = try await program.end()
    #expect(!processes(with: "one_scores.sh").isEmpty)
    if next == "recover" {
      let output = try await sandbox.run("automl-db", "recover")
      #expect(output.code == 0, "\(output.errors)")
    } else {
      try sandbox.use("brief.sh")
      try sandbox.write(experiment("./brief.sh", resources: "gpu"), to: "next.yaml")
      let output = try await sandbox.run("automl", "run", "next.yaml")
      #expect(output.code == 0, "\(output.errors)")
    }
    #expect(processes(with: sandbox.folder).isEmpty)
    #expect(try await query("SELECT * FROM resource WHERE status <> 'FREE'").isEmpty)
    #expect(try await query("SELECT * FROM job WHERE eid = 1 AND status = 'PENDING'").count == 2)
    // The finished result is there, and no other was invented.
    let scored = try await query(
      "SELECT status, score FROM job WHERE eid = 1 AND score IS NOT NULL")
    #expect(scored.count == 1)
    #expect(scored.first?["status"] as? String == "FINISHED")
    #expect(scored.first?["score"] as? Double == 5)
    #expect(try await query("SELECT * FROM job_attempt WHERE status = 'LOST'").count == 2)
    // What was acknowledged is there.
    #expect(try await query("SELECT * FROM intermediate_result WHERE score = 1").count == 2)
    #expect(
      try await query("SELECT * FROM experiment WHERE eid = 1 AND status = 'STOPPED'").count == 1)
    #expect(try await sandbox.run("automl-db", "check").code == 0)
    let again = try await sandbox.run("automl-db", "recover", "--json")
    #expect(try again.value("empty") as? Bool == true)
  }

  @Test("Two engines share two GPU slots and never hold one twice")
  func twoEngines() async throws {
    _ = try await sandbox.run(
      "automl", "resources", "add", "--type", "gpu", "--device", "0", "--device", "1")
    try sandbox.use("brief.sh")
    var programs: [RunningProgram] = []
    for name in ["one", "two"] {
      try sandbox.write(
        experiment("./brief.sh", resources: "gpu").replacingOccurrences(
          of: "high: 6", with: "high: 20"
        )
        .replacingOccurrences(of: "waiting", with: name), to: "\(name).yaml")
      programs.append(try sandbox.start("automl", ["run", "\(name).yaml"]))
    }
    for program in programs {
      let output = try await program.end()
      #expect(output.code == 0, "\(output.errors)")
    }
    #expect(try await query("SELECT * FROM job WHERE status = 'FINISHED'").count == 40)
    let overlaps = try await query(
      """
      SELECT a.jaid, b.jaid FROM attempt_resource a
      JOIN attempt_resource b ON b.rid = a.rid AND b.jaid > a.jaid
      WHERE a.taken < b.freed AND b.taken < a.freed
      """)
    #expect(overlaps.isEmpty)
    #expect(try await query("SELECT * FROM attempt_resource WHERE freed IS NULL").isEmpty)
    // The two were at work at the same time, or nothing was shown.
    let together = try await query(
      "SELECT max(started) < min(ended) AS together FROM experiment")
    #expect(together.first?["together"] as? Int == 1)
    #expect(
      try await query("SELECT DISTINCT rid FROM attempt_resource").count == 2)
  }

  @Test("A database that somebody locks for long costs no score and no job")
  func longLock() async throws {
    try sandbox.use("scores_when_locked.sh")
    try sandbox.use("hold_lock.py")
    try sandbox.write(
      experiment("./scores_when_locked.sh").replacing("high: 6", with: "high: 2"),
      to: "experiment.yaml")
    let program = try sandbox.start("automl", ["run", "experiment.yaml"])
    let locker = try sandbox.start(executable: sandbox.path("hold_lock.py"), [])
    let output = try await program.end()
    #expect(try await locker.end().code == 0)
    #expect(output.code == 0, "\(output.errors)")
    #expect(output.errors.contains("Trying again"), "\(output.errors)")
    #expect(try await query("SELECT * FROM job WHERE score = 2 AND attempts = 1").count == 2)
    #expect(try await query("SELECT * FROM intermediate_result").count == 2)
  }

  @Test(
    "A database that is removed or moved away is not reported as well kept",
    arguments: [true, false])
  func removedDatabase(isMoved: Bool) async throws {
    try sandbox.use("waits_for_go.sh")
    try sandbox.write(
      experiment("./waits_for_go.sh").replacing("high: 6", with: "high: 2"), to: "experiment.yaml")
    let program = try sandbox.start("automl", ["run", "experiment.yaml"])
    #expect(try await sandbox.appeared("started.1"))
    for name in ["automl.db", "automl.db-wal", "automl.db-shm"] {
      if isMoved {
        try FileManager.default.moveItem(
          atPath: sandbox.path(name), toPath: sandbox.path("old-\(name)"))
      } else {
        try FileManager.default.removeItem(atPath: sandbox.path(name))
      }
    }
    try sandbox.write("", to: "go")
    let output = try await program.end()
    #expect(output.code == 3, "\(output.errors)")
    #expect(output.errors.contains("removed or replaced"), "\(output.errors)")
  }

  @Test("A process that leaves its group does not outlive its job")
  func escapee() async throws {
    try sandbox.use("escapes.sh")
    try sandbox.write(experiment("./escapes.sh"), to: "experiment.yaml")
    #expect(try await sandbox.run("automl", "run", "experiment.yaml").code == 0)
    #expect(processes(with: sandbox.folder).isEmpty)
  }

  @Test("A run that was told to ignore hangups, as by nohup, ignores them")
  func hangup() async throws {
    try sandbox.use("one_second.sh")
    try sandbox.write(
      experiment("./one_second.sh").replacing("high: 6", with: "high: 2"), to: "experiment.yaml")
    let program = try sandbox.start(
      executable: "/bin/sh",
      ["-c", "trap '' HUP; exec '\(Sandbox.products.path)/automl' run experiment.yaml"])
    let begun = try await eventually {
      FileManager.default.fileExists(atPath: sandbox.path("results/1/1.0.log"))
    }
    #expect(begun)
    await program.send(1)
    let output = try await program.end()
    #expect(output.code == 0, "\(output.errors)")
  }

  @Test("A report that cannot be written is not a success")
  func fullOutput() async throws {
    try sandbox.use("brief.sh")
    try sandbox.write(experiment("./brief.sh"), to: "experiment.yaml")
    let output = try await sandbox.start(
      executable: "/bin/sh",
      ["-c", "exec '\(Sandbox.products.path)/automl' run experiment.yaml --json > /dev/full"]
    ).end()
    #expect(output.code == 1)
    #expect(output.errors.contains("Cannot write the result"))
  }

  @Test("What a run within a job has started ends with the outer engine's recovery")
  func nestedRun() async throws {
    try sandbox.use("waits.sh")
    try sandbox.write(experiment("./waits.sh"), to: "inner.yaml")
    try sandbox.write(
      experiment("\(Sandbox.products.path)/automl run inner.yaml --db inner.db --quiet")
        .replacing("parallel: 2", with: "parallel: 1"), to: "outer.yaml")
    let program = try sandbox.start("automl", ["run", "outer.yaml"])
    let begun = try await eventually {
      FileManager.default.fileExists(atPath: sandbox.path("started.2"))
    }
    #expect(begun)
    await program.send(9)
    _ = try await program.end()
    let output = try await sandbox.run("automl-db", "recover")
    #expect(output.code == 0, "\(output.errors)")
    #expect(processes(with: sandbox.folder).isEmpty)
  }
}
