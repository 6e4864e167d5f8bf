import Foundation
import Testing

@Suite("Limits and retries")
struct LimitTests {
  let sandbox: Sandbox

  init() throws { sandbox = try Sandbox() }

  /// Runs an experiment over x from 1 on with further lines in its file.
  private func run(
    _ command: String, jobs: Int = 1, _ lines: String...
  ) async throws -> Sandbox.Output {
    try sandbox.use(String(command.prefix { $0 != " " }))
    try sandbox.write(
      """
      name: limited
      goal: maximize
      command: ./\(command)
      parameters: {x: {type: int, low: 1, high: \(jobs)}}
      algorithm: {name: grid}
      \(lines.joined(separator: "\n"))
      """, to: "experiment.yaml")
    return try await sandbox.run("automl", "run", "experiment.yaml", "--json")
  }

  private func expectEnd(
    _ status: String, _ reason: String, of output: Sandbox.Output,
    sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    let json = try #require(try output.value("experiment.end_reason") as? String)
    #expect(json.contains(reason), sourceLocation: sourceLocation)
    let recorded = try await sandbox.texts("SELECT status || ': ' || end_reason FROM experiment")
    #expect(recorded == ["\(status): \(json)"], sourceLocation: sourceLocation)
    #expect(processes(with: sandbox.folder).isEmpty, sourceLocation: sourceLocation)
  }

  private func attempts() async throws -> [String] {
    try await sandbox.texts(
      "SELECT status || ': ' || coalesce(error, '') FROM job_attempt ORDER BY jid, number")
  }

  @Test("An attempt that takes too long fails, and says how long it may take")
  func jobTime() async throws {
    let output = try await run(
      "ends_as.sh timeout", "limits: {job_time: 100ms}", "stop: {grace: 100ms}")
    #expect(output.code == 1)
    #expect(try await attempts() == ["FAILED: It took longer than 0.1 seconds"])
    #expect(try await sandbox.texts("SELECT status FROM job") == ["FAILED"])
    #expect(try output.value("first_error") as? String == "It took longer than 0.1 seconds")
    #expect(processes(with: sandbox.folder).isEmpty)
  }

  @Test(
    "An attempt that uses too much memory fails, and is repeated only when that is asked for",
    arguments: [("memory", 2), ("exit", 1)])
  func memory(kind: String, count: Int) async throws {
    let output = try await run(
      "grows.py", "limits: {memory: 100MB}", "retries: {count: 1, on: [\(kind)]}")
    #expect(output.code == 1)
    let reason = "It used more memory than 100000000 bytes, which is its limit"
    #expect(try await attempts() == Array(repeating: "FAILED: \(reason)", count: count))
  }

  @Test("An experiment whose time is up stops, and its jobs wait")
  func experimentTime() async throws {
    let output = try await run(
      "holds.sh 3", jobs: 4, "limits: {experiment_time: 500ms}", "parallel: 2")
    #expect(output.code == 0, "\(output.errors)")
    try await expectEnd(
      "STOPPED", "The experiment reached its time limit of 0.5 seconds.", of: output)
    #expect(try await sandbox.rows("SELECT * FROM job WHERE status <> 'PENDING'").isEmpty)
  }

  @Test("An experiment that has run all its jobs says so")
  func jobs() async throws {
    let output = try await run("holds.sh 1", jobs: 9, "jobs: 3", "parallel: 2")
    #expect(output.code == 0, "\(output.errors)")
    try await expectEnd("FINISHED", "All 3 jobs have run.", of: output)
    #expect(try await sandbox.texts("SELECT status FROM job").count == 3)
  }

  @Test("An experiment in which too many jobs fail is FAILED")
  func failures() async throws {
    let output = try await run("ends_as.sh exit", jobs: 9, "limits: {failures: 2}")
    #expect(output.code == 1)
    try await expectEnd("FAILED", "2 jobs failed, which is the limit.", of: output)
    #expect(try await sandbox.texts("SELECT status FROM job") == ["FAILED", "FAILED"])
  }

  @Test("An experiment that reaches its target has FINISHED, and what is at work is cancelled")
  func targetScore() async throws {
    let output = try await run(
      "holds.sh {x}", jobs: 6, "limits: {target_score: 2}", "parallel: 2")
    #expect(output.code == 0, "\(output.errors)")
    try await expectEnd("FINISHED", "The target score was reached with 2.0.", of: output)
    #expect(try output.value("best.job.score") as? Double == 2)
    let left = try await sandbox.rows(
      "SELECT * FROM job WHERE status NOT IN ('FINISHED', 'CANCELLED')")
    #expect(left.isEmpty)
  }

  @Test(
    "A failure is repeated as often as its kind may be, and no more",
    arguments: ["exit", "signal", "timeout", "score"], [true, false])
  func kinds(_ kind: String, isNamed: Bool) async throws {
    let others = ["exit", "signal", "timeout", "score", "memory", "launch"].filter { $0 != kind }
    let kinds = isNamed ? kind : others.joined(separator: ", ")
    let output = try await run(
      "ends_as.sh \(kind)", "retries: {count: 2, on: [\(kinds)]}", "limits: {job_time: 500ms}",
      "stop: {grace: 100ms}")
    #expect(output.code == 1)
    let attempts = try await sandbox.texts("SELECT status FROM job_attempt")
    #expect(attempts == Array(repeating: "FAILED", count: isNamed ? 3 : 1))
    #expect(try await sandbox.texts("SELECT status FROM job") == ["FAILED"])
  }

  @Test("What was lost with its engine does not count as a failure")
  func lost() async throws {
    try sandbox.use("fails_when_told.sh")
    try sandbox.write(
      """
      name: limited
      goal: maximize
      command: ./fails_when_told.sh
      parameters: {x: {type: int, low: 1, high: 1}}
      algorithm: {name: grid}
      retries: 1
      """, to: "experiment.yaml")
    for (attempt, arguments) in [["run", "experiment.yaml"], ["resume", "1"]].enumerated() {
      let program = try sandbox.start("automl", arguments)
      #expect(try await sandbox.appeared("started.\(attempt)"))
      await program.send(SIGKILL)
      _ = try await program.end()
    }
    try sandbox.write("", to: "go")
    let output = try await sandbox.run("automl", "resume", "1")
    #expect(output.code == 1, "\(output.errors)")
    let attempts = try await sandbox.texts("SELECT status FROM job_attempt ORDER BY number")
    #expect(attempts == ["LOST", "LOST", "FAILED", "FAILED"])
    #expect(try await sandbox.texts("SELECT status FROM job") == ["FAILED"])
    #expect(processes(with: sandbox.folder).isEmpty)
  }
}
