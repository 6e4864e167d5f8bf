import Foundation
import Testing

@Suite("automl resume")
struct ResumeTests {
  let sandbox: Sandbox

  init() throws { sandbox = try Sandbox() }

  /// Starts an experiment of six jobs in a folder and interrupts it when two have ended and two are
  /// at work.
  private func interrupt(in folder: String, file: String = "experiment.yaml") async throws {
    try FileManager.default.createDirectory(
      atPath: sandbox.path(folder), withIntermediateDirectories: true)
    try sandbox.use("holds.sh", as: "\(folder)/holds.sh")
    if file.hasSuffix(".yaml") { try sandbox.write(Self.experiment, to: "\(folder)/\(file)") }
    let program = try sandbox.start("automl", ["run", "\(folder)/\(file)"])
    #expect(try await sandbox.appeared("\(folder)/started.3", "\(folder)/started.4"))
    await program.send(SIGINT)
    let output = try await program.end()
    #expect(output.code == 130, "\(output.errors)")
    #expect(output.errors.contains("automl resume 1"), "\(output.errors)")
  }

  private static let experiment = """
    name: held
    goal: maximize
    command: ./holds.sh {x}
    parameters: {x: {type: int, low: 1, high: 6}}
    algorithm: {name: grid}
    parallel: 2
    """

  /// Every job has ended with its own score, whoever ran it.
  private func expectAllFinished() async throws {
    let jobs = try await sandbox.texts(
      """
      SELECT status || ' ' || (score = json_extract(parameters, '$.x')) FROM job ORDER BY number
      """)
    #expect(jobs == Array(repeating: "FINISHED 1", count: 6))
    #expect(try await sandbox.experiment("held")?.status == "FINISHED")
  }

  @Test("needs only the record: another working directory will do, and no file")
  func recordAlone() async throws {
    try await interrupt(in: "place")
    try FileManager.default.removeItem(atPath: sandbox.path("place/experiment.yaml"))
    try FileManager.default.createDirectory(
      atPath: sandbox.path("elsewhere"), withIntermediateDirectories: true)
    try sandbox.write("", to: "place/go")
    let output = try await sandbox.start(
      executable: "/bin/sh",
      [
        "-c", "cd elsewhere && exec '\(Sandbox.products.path)/automl' resume 1 --db ../automl.db",
      ]
    ).end()
    #expect(output.code == 0, "\(output.errors)")
    try await expectAllFinished()
    // Progress and report count every job, those of the first run included.
    let counts = output.errors.matches(of: /\[(\d)\/(\d)\]/).map { $0.output.0 }
    #expect(counts == ["[3/6]", "[4/6]", "[5/6]", "[6/6]"], "\(output.errors)")
    let report = try await sandbox.run("automl-db", "best", "1", "--json")
    #expect(try report.value("jobs.finished") as? Int == 6)
    #expect(try report.value("attempts") as? Int == 8)
    let files = try FileManager.default.contentsOfDirectory(atPath: sandbox.path("elsewhere"))
    #expect(files.isEmpty)
  }

  @Test("goes on behind the limit of failures when it is given another one")
  func moreFailures() async throws {
    try sandbox.write(
      "#!/bin/sh\n[ -e go ] && echo 'automl: {\"score\": 1}'\n", to: "a.sh", executable: true)
    try sandbox.write(
      Self.experiment.replacing("./holds.sh {x}", with: "./a.sh")
        .replacing("parallel: 2", with: "limits: {failures: 2}"), to: "experiment.yaml")
    #expect(try await sandbox.run("automl", "run", "experiment.yaml").code == 1)
    try sandbox.write("", to: "go")
    let same = try await sandbox.run("automl", "resume", "1")
    #expect(same.code == 1)
    #expect(same.errors.contains("2 jobs failed, which is the limit."), "\(same.errors)")
    let more = try await sandbox.run("automl", "resume", "1", "--failures", "3")
    #expect(more.code == 0, "\(more.errors)")
    let jobs = try await sandbox.texts("SELECT status FROM job ORDER BY number")
    #expect(jobs == ["FAILED", "FAILED"] + Array(repeating: "FINISHED", count: 4))
  }

  @Test(
    "refuses a file that is not there", arguments: [["--file", "typo.yaml"], ["--failures", "0"]])
  func refusals(arguments: [String]) async throws {
    try await interrupt(in: ".")
    let output = try await sandbox.start("automl", ["resume", "1"] + arguments).end()
    #expect(output.code == 2, "\(output.errors)")
    #expect(try await sandbox.texts("SELECT status FROM experiment") == ["STOPPED"])
  }

  @Test("prints the whole experiment's report as JSON")
  func json() async throws {
    try await interrupt(in: ".")
    try sandbox.write("", to: "go")
    let output = try await sandbox.run("automl", "resume", "1", "--json")
    #expect(output.code == 0, "\(output.errors)")
    #expect(try output.value("experiment.status") as? String == "FINISHED")
    #expect(try output.value("experiment.id") as? Int == 1)
    #expect(try output.value("jobs.total") as? Int == 6)
    #expect(try output.value("jobs.finished") as? Int == 6)
    #expect(try output.value("best.job.score") as? Double == 6)
    #expect(try (output.value("runners_up") as? [Any])?.count == 4)
  }

  @Test("asks where the folder is that was moved, and goes on there")
  func moved() async throws {
    try await interrupt(in: "place")
    try sandbox.write("", to: "place/go")
    try FileManager.default.moveItem(
      atPath: sandbox.path("place"), toPath: sandbox.path("moved"))
    let lost = try await sandbox.run("automl", "resume", "1")
    #expect(lost.code == 2)
    #expect(lost.errors.contains("is not there any more"), "\(lost.errors)")
    #expect(lost.errors.contains("--file"), "\(lost.errors)")
    #expect(try await sandbox.experiment("held")?.status == "STOPPED")
    let found = try await sandbox.run(
      "automl", "resume", "1", "--file", "moved/experiment.yaml")
    #expect(found.code == 0, "\(found.errors)")
    try await expectAllFinished()
  }

  @Test("continues a classic Auptimizer experiment")
  func classic() async throws {
    try sandbox.write(
      """
      #!/bin/sh
      x=$(tr -dc 0-9 < "$1")
      if [ "$x" -ge 3 ] && [ ! -e go ]; then touch "started.$AUTOML_JOB_ID"; sleep 600 & wait; fi
      echo "#Auptimizer:$x"
      """, to: "classic.sh", executable: true)
    try sandbox.write(
      """
      {"name": "held", "script": "classic.sh", "resource": "cpu", "n_parallel": 2,
       "target": "max", "proposer": "sequence",
       "parameter_config": [{"name": "x", "type": "int", "range": [1, 6], "n": 6}]}
      """, to: "experiment.json")
    try await interrupt(in: ".", file: "experiment.json")
    try FileManager.default.removeItem(atPath: sandbox.path("experiment.json"))
    try sandbox.write("", to: "go")
    let output = try await sandbox.run("automl", "resume", "1")
    #expect(output.code == 0, "\(output.errors)")
    try await expectAllFinished()
  }

  @Test(
    "has the exit code of the signal that interrupts it, and can be resumed again",
    arguments: [(SIGINT, 130), (SIGTERM, 143), (SIGQUIT, 143)] as [(Int32, Int32)])
  func interruptedAgain(by signal: Int32, code: Int32) async throws {
    try await interrupt(in: ".")
    for file in ["started.3", "started.4"] {
      try FileManager.default.removeItem(atPath: sandbox.path(file))
    }
    let program = try sandbox.start("automl", ["resume", "1"])
    #expect(try await sandbox.appeared("started.3", "started.4"))
    await program.send(signal)
    let output = try await program.end()
    #expect(output.code == code, "\(output.errors)")
    #expect(output.errors.contains("automl resume 1"), "\(output.errors)")
    try sandbox.write("", to: "go")
    #expect(try await sandbox.run("automl", "resume", "1").code == 0)
    try await expectAllFinished()
    let attempts = try await sandbox.texts("SELECT status FROM job_attempt ORDER BY jaid")
    #expect(attempts.count { $0 == "CANCELLED" } == 4)
    #expect(attempts.count { $0 == "SUCCEEDED" } == 6)
  }

  @Test("refuses what cannot be resumed, and says why")
  func refused() async throws {
    let missing = try await sandbox.run("automl", "resume", "1")
    #expect(missing.code == 3)
    #expect(missing.errors.contains("There is no file"), "\(missing.errors)")
    try sandbox.use("holds.sh")
    try sandbox.write(Self.experiment, to: "experiment.yaml")
    let program = try sandbox.start("automl", ["run", "experiment.yaml"])
    #expect(try await sandbox.appeared("started.3"))
    let running = try await sandbox.run("automl", "resume", "1")
    #expect(running.code == 2)
    #expect(running.errors.contains("Experiment 1 is being worked on"), "\(running.errors)")
    let unknown = try await sandbox.run("automl", "resume", "2")
    #expect(unknown.code == 2)
    #expect(unknown.errors.contains("2"), "\(unknown.errors)")
    await program.send(SIGINT)
    _ = try await program.end()
    try sandbox.write("", to: "go")
    #expect(try await sandbox.run("automl", "resume", "1").code == 0)
    let finished = try await sandbox.run("automl", "resume", "1")
    #expect(finished.code == 2)
    #expect(finished.errors.contains("Experiment 1 has FINISHED"), "\(finished.errors)")
    try await expectAllFinished()
  }

  @Test("lets one of those go on that resume an experiment at once")
  func atOnce() async throws {
    try await interrupt(in: ".")
    try FileManager.default.removeItem(atPath: sandbox.path("started.3"))
    let programs = try (0..<3).map { _ in try sandbox.start("automl", ["resume", "1"]) }
    #expect(try await sandbox.appeared("started.3"))
    // The job holds until now, so that the others cannot come after the end.
    #expect(
      try await eventually {
        programs.count { $0.errorsSoFar.contains("Experiment 1 is being worked on") } == 2
      })
    try sandbox.write("", to: "go")
    #expect(try await sandbox.run("automl", "stop", "1").code == 0)
    var codes: [Int32] = []
    for program in programs { codes.append(try await program.end().code) }
    #expect(codes.sorted() == [2, 2, 143])
    #expect(try await sandbox.run("automl", "resume", "1").code == 0)
    try await expectAllFinished()
  }
}
