import Foundation
import Testing

@Suite("automl run with others who hear of it")
struct HandlerTests {
  let sandbox: Sandbox

  init() throws {
    sandbox = try Sandbox()
    try sandbox.use("score.py")
    try sandbox.write(
      """
      name: heard
      goal: minimize
      command: ./score.py
      parameters: {x: {type: int, low: 1, high: 3}}
      algorithm: {name: grid}
      """, to: "experiment.yaml")
  }

  /// The lines of a file, each of which is an object.
  func events(_ file: String) throws -> [[String: Any]] {
    let text = try String(contentsOfFile: sandbox.path(file), encoding: .utf8)
    #expect(text.hasSuffix("\n"))
    return try text.split(separator: "\n").map {
      try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
  }

  @Test("Events are appended, a script is told, and the statistics are on standard error")
  func all() async throws {
    try sandbox.write("#!/bin/sh\ncat >> told\n", to: "tell me.sh", executable: true)
    for _ in 0..<2 {
      let output = try await sandbox.run(
        "automl", "run", "experiment.yaml", "--json", "--events", "events", "--notify",
        "'./tell me.sh' now", "--stats")
      #expect(output.code == 0, "\(output.errors)")
      #expect(try output.value("best.job.score") as? Double == 1)
      #expect(output.errors.contains("Worker W1: processed 3 jobs in"))
      #expect(output.errors.contains("Total jobs finished     : 3"))
    }
    let logged = try events("events")
    #expect(logged.count { $0["event"] as? String == "end_automl" } == 2)
    let ended = logged.filter { $0["event"] as? String == "end_job" }
    #expect(ended.map { $0["score"] as? Double } == [1, 2, 3, 1, 2, 3])
    #expect(ended.map { $0["experiment"] as? Int } == [1, 1, 1, 2, 2, 2])
    let told = try events("told").map { $0["event"] as? String }
    #expect(told == ["start_automl", "end_automl", "start_automl", "end_automl"])
  }

  @Test("A failed job is told with its status, and a failing command is a warning")
  func failedJob() async throws {
    try sandbox.write("#!/bin/sh\nexit 9\n", to: "score.py", executable: true)
    try sandbox.write("#!/bin/sh\ncat >> told; exit 7\n", to: "tell.sh", executable: true)
    let output = try await sandbox.run(
      "automl", "run", "experiment.yaml", "--notify", "./tell.sh")
    #expect(output.code == 1, "\(output.errors)")
    #expect(output.errors.contains("the notification command failed for end_job: exit code 7"))
    let told = try events("told").filter { $0["event"] as? String == "end_job" }
    #expect(told.count == 3)
    #expect(told.allSatisfy { $0["status"] as? String == "error" })
  }

  @Test("kill -9 leaves whole lines, and no notification once somebody looks")
  func killed() async throws {
    try sandbox.write("#!/bin/sh\ntouch told\nsleep 600\n", to: "tell.sh", executable: true)
    try sandbox.use("waits.sh", as: "score.py")
    let program = try sandbox.start(
      "automl",
      ["run", "experiment.yaml", "--events", "events", "--notify", sandbox.path("tell.sh")])
    let begun = try await eventually {
      ["told", "started.1"].allSatisfy {
        FileManager.default.fileExists(atPath: sandbox.path($0))
      }
    }
    #expect(begun)
    await program.send(SIGKILL)
    #expect(try await program.end().code == -SIGKILL)
    let logged = try events("events").map { $0["event"] as? String }
    #expect(logged.last == "start_job")
    #expect(!processes(with: sandbox.path("tell.sh")).isEmpty)
    let recovered = try await sandbox.run("automl-db", "recover")
    #expect(recovered.code == 0, "\(recovered.errors)")
    #expect(processes(with: sandbox.folder).isEmpty)
  }

  @Test(
    "What cannot be done is told before anything is recorded",
    arguments: [
      (["--events", "."], "Cannot open the event log '.'"),
      (["--events", "./automl.db"], "name the same file"),
      (["--notify", "tell 'me"], "--notify: a quote ' is not closed"),
      (["--notify", "tell {x}"], "{x} means nothing here"),
    ])
  func refused(_ arguments: [String], _ message: String) async throws {
    let output = try await sandbox.start("automl", ["run", "experiment.yaml"] + arguments).end()
    #expect(output.code == 2)
    #expect(output.errors.contains(message), "\(output.errors)")
    #expect(!FileManager.default.fileExists(atPath: sandbox.path("automl.db")))
  }

  @Test("A named pipe without a reader is refused instead of waited for")
  func pipeWithoutReader() async throws {
    let output = try await sandbox.start(
      executable: "/bin/sh",
      [
        "-c", "mkfifo events; exec timeout 60 \"$0\" run experiment.yaml --events events",
        Sandbox.products.appending(path: "automl").path,
      ]
    ).end()
    #expect(output.code == 2, "\(output.errors)")
    #expect(output.errors.contains("nobody reads this named pipe"), "\(output.errors)")
    #expect(!FileManager.default.fileExists(atPath: sandbox.path("automl.db")))
  }

  @Test("The reader of a named pipe gets every event")
  func pipe() async throws {
    let output = try await sandbox.start(
      executable: "/bin/sh",
      [
        "-c",
        "mkfifo pipe; cat pipe > events & \"$0\" run experiment.yaml --events pipe; c=$?; wait; exit $c",
        Sandbox.products.appending(path: "automl").path,
      ]
    ).end()
    #expect(output.code == 0, "\(output.errors)")
    let logged = try events("events").map { $0["event"] as? String }
    #expect(logged.count { $0 == "end_job" } == 3)
    #expect(logged.last == "end_automl")
  }

  @Test("The report comes before what hears of the end, which a signal ends")
  func hangingNotification() async throws {
    try sandbox.write(
      "#!/bin/sh\ngrep -q end_automl || exit 0\ntouch told\nexec sleep 600\n", to: "tell.sh",
      executable: true)
    let program = try sandbox.start(
      "automl", ["run", "experiment.yaml", "--notify", sandbox.path("tell.sh")])
    #expect(try await sandbox.appeared("told"))
    #expect(try await eventually { program.outputSoFar.contains("Best") })
    await program.send(SIGINT)
    let output = try await program.end()
    #expect(output.code == 0, "\(output.errors)")
    #expect(output.errors.contains("Waiting no longer"), "\(output.errors)")
    #expect(output.errors.contains("the workflow was over before it ended"), "\(output.errors)")
    #expect(processes(with: sandbox.folder).isEmpty)
  }
}
