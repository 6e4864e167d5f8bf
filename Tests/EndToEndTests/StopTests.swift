import Foundation
import Testing

@Suite("automl stop")
struct StopTests {
  let sandbox: Sandbox

  init() throws { sandbox = try Sandbox() }

  /// Starts an experiment and waits until two of its jobs are at work.
  private func start(_ fixture: String, grace: String = "10s") async throws -> RunningProgram {
    try sandbox.use(fixture)
    try sandbox.write(
      """
      name: waiting
      goal: maximize
      command: ./\(fixture)
      parameters: {x: {type: int, low: 1, high: 6}}
      algorithm: {name: grid}
      parallel: 2
      stop: {grace: \(grace)}
      """, to: "experiment.yaml")
    let program = try sandbox.start("automl", ["run", "experiment.yaml"])
    #expect(try await sandbox.appeared("started.1", "started.2"))
    return program
  }

  private func expectStopped() async throws {
    let ends = try await sandbox.texts(
      "SELECT status || ': ' || coalesce(end_reason, 'none') FROM experiment")
    #expect(ends == ["STOPPED: Stopped on request."])
    #expect(try await sandbox.texts("SELECT status FROM job") == ["PENDING", "PENDING"])
    #expect(
      try await sandbox.texts("SELECT status FROM job_attempt") == ["CANCELLED", "CANCELLED"])
    #expect(try await sandbox.rows("SELECT * FROM resource WHERE status <> 'FREE'").isEmpty)
  }

  @Test("returns when all is over, and the jobs wait")
  func stops() async throws {
    let program = try await start("waits.sh")
    let stop = try await sandbox.run("automl", "stop", "1")
    // Nothing is awaited here: all is over when the command returns.
    #expect(processes(with: sandbox.path("results")).isEmpty)
    try await expectStopped()
    #expect(stop.code == 0, "\(stop.errors)")
    #expect(stop.output.contains("Experiment 1 has stopped"), "\(stop.output)")
    #expect(stop.output.contains("automl resume 1"), "\(stop.output)")
    let output = try await program.end()
    #expect(output.code == 143, "\(output.errors)")
    #expect(output.errors.contains("Stopped on request."), "\(output.errors)")
  }

  @Test("gives what runs behind a shell the time to save its work")
  func wrapped() async throws {
    let program = try await start("wraps.sh")
    let stop = try await sandbox.run("automl", "stop", "1")
    let saved = ["saved.1", "saved.2"].filter {
      FileManager.default.fileExists(atPath: sandbox.path($0))
    }
    #expect(saved.count == 2, "\(saved)")
    #expect(processes(with: sandbox.path("results")).isEmpty)
    try await expectStopped()
    #expect(stop.code == 0, "\(stop.errors)")
    #expect(try await program.end().code == 143)
    let log = try String(contentsOfFile: sandbox.path("results/1/1.0.log"), encoding: .utf8)
    #expect(log.contains("saved"), "\(log)")
  }

  @Test("kills after the grace period what ignores SIGTERM, wherever it went")
  func stubborn() async throws {
    let program = try await start("stubborn_family.sh", grace: "200ms")
    #expect(processes(with: sandbox.path("results")).count >= 2 * 5)
    let stop = try await sandbox.run("automl", "stop", "1", "--json")
    #expect(stop.code == 0, "\(stop.errors)")
    #expect(try stop.value("experiment") as? Int == 1)
    #expect(try stop.value("status") as? String == "STOPPED")
    #expect(processes(with: sandbox.path("results")).isEmpty)
    try await expectStopped()
    _ = try await program.end()
  }

  @Test("returns at once when told to, while the jobs have their grace period")
  func noWait() async throws {
    let program = try await start("stubborn.sh", grace: "600s")
    let stop = try await sandbox.run("automl", "stop", "1", "--no-wait", "--json")
    #expect(stop.code == 0, "\(stop.errors)")
    #expect(try stop.value("status") as? String == "STOP_REQUESTED")
    #expect(try await sandbox.experiment("waiting")?.status == "STOP_REQUESTED")
    // A second request changes nothing; the signals kill the jobs at once.
    #expect(try await sandbox.run("automl", "stop", "1", "--no-wait").code == 0)
    #expect(try await eventually { program.errorsSoFar.contains("Stopped on request.") })
    await program.send(SIGINT)
    #expect(try await eventually { program.errorsSoFar.contains("Stopping") })
    await program.send(SIGINT)
    _ = try await program.end()
    try await expectStopped()
    #expect(processes(with: sandbox.folder).isEmpty)
  }

  @Test("has nothing to do for what is not running, and says so")
  func notRunning() async throws {
    let missing = try await sandbox.run("automl", "stop", "1")
    #expect(missing.code == 3)
    let program = try await start("waits.sh")
    let unknown = try await sandbox.run("automl", "stop", "2")
    #expect(unknown.code == 2)
    #expect(unknown.errors.contains("2"), "\(unknown.errors)")
    await program.send(SIGINT)
    #expect(try await program.end().code == 130)
    let stopped = try await sandbox.run("automl", "stop", "1")
    #expect(stopped.code == 0, "\(stopped.errors)")
    #expect(stopped.output.contains("Experiment 1 has stopped"), "\(stopped.output)")
    try sandbox.use("brief.sh", as: "waits.sh")
    #expect(try await sandbox.run("automl", "resume", "1").code == 0)
    let finished = try await sandbox.run("automl", "stop", "1")
    #expect(finished.code == 2)
    #expect(
      finished.errors.contains("Experiment 1 is not running: it is FINISHED"), "\(finished.errors)")
    #expect(try await sandbox.experiment("waiting")?.status == "FINISHED")
  }

  @Test("mends what a dead engine left behind, and says that it had died")
  func dead() async throws {
    let program = try await start("waits.sh")
    await program.send(SIGKILL)
    _ = try await program.end()
    #expect(!processes(with: sandbox.path("results")).isEmpty)
    let stop = try await sandbox.run("automl", "stop", "1")
    #expect(stop.code == 0, "\(stop.errors)")
    #expect(stop.output.contains("engine died"), "\(stop.output)")
    #expect(processes(with: sandbox.folder).isEmpty)
    #expect(try await sandbox.experiment("waiting")?.status == "STOPPED")
    #expect(try await sandbox.texts("SELECT status FROM job_attempt") == ["LOST", "LOST"])
    #expect(try await sandbox.rows("SELECT * FROM resource WHERE status <> 'FREE'").isEmpty)
  }

  @Test("returns when the engine dies while it is waited for")
  func diesMeanwhile() async throws {
    let program = try await start("stubborn.sh", grace: "600s")
    let stop = try sandbox.start("automl", ["stop", "1"])
    #expect(
      try await eventually {
        try await sandbox.experiment("waiting")?.status == "STOP_REQUESTED"
      })
    await program.send(SIGKILL)
    _ = try await program.end()
    let output = try await stop.end()
    #expect(output.code == 0, "\(output.errors)")
    #expect(output.output.contains("engine died"), "\(output.output)")
    #expect(processes(with: sandbox.folder).isEmpty)
    #expect(try await sandbox.texts("SELECT status FROM job") == ["PENDING", "PENDING"])
  }
}
