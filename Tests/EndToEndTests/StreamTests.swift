import Foundation
import Testing

@Suite("Streams that stall or are closed", .timeLimit(.minutes(5)))
struct StreamTests {
  let sandbox: Sandbox

  init() throws {
    sandbox = try Sandbox()
    // The third of three jobs goes on until it is ended.
    try sandbox.write(
      """
      #!/bin/sh
      for number in 0 1 2; do readlink /proc/$PPID/fd/$number; done > "streams.$AUTOML_JOB_ID"
      touch "started.$AUTOML_JOB_ID"
      [ -e brief ] || [ "$AUTOML_JOB_ID" -lt 3 ] || exec sleep 600
      echo 'automl: {"score": 1}'
      """, to: "job.sh", executable: true)
    try sandbox.write(
      """
      name: any
      goal: maximize
      command: ./job.sh
      parameters: {x: {type: int, low: 1, high: 3}}
      algorithm: {name: grid}
      """, to: "experiment.yaml")
  }

  /// Starts a shell that becomes `automl`, written as `"$0"`.
  private func start(_ script: String) throws -> RunningProgram {
    try sandbox.start(
      executable: "/bin/sh", ["-c", script, Sandbox.products.appending(path: "automl").path])
  }

  /// Makes a named pipe that is full, and that nobody reads though it is open for reading.
  private static let stalled = "mkfifo stalled; exec 7<>stalled; head -c 65536 /dev/zero >&7; "

  /// Asks a program to end that should, and kills it when it does not.
  private func interrupted(
    _ program: RunningProgram, times: Int = 1
  ) async throws -> Sandbox.Output {
    await program.send(SIGINT)
    if times > 1 {
      #expect(try await eventually { processes(with: sandbox.path("results")).isEmpty })
      await program.send(SIGINT)
    }
    let hasEnded = try await eventually { await !program.isRunning }
    #expect(hasEnded)
    if !hasEnded { await program.send(SIGKILL) }
    return try await program.end()
  }

  @Test("Who reads standard error and stalls holds up no job and no signal")
  func errors() async throws {
    let program = try start(Self.stalled + #"exec "$0" run experiment.yaml 2>&7"#)
    #expect(try await sandbox.appeared("started.3"))
    let output = try await interrupted(program)
    #expect(output.code == 130)
    #expect(output.output.contains("Best"), "\(output.output)")
    #expect(try await sandbox.experiment("any")?.status == "STOPPED")
  }

  @Test("Who reads standard error again gets everything in order")
  func errorsInOrder() async throws {
    let program = try start(Self.stalled + #"exec "$0" run experiment.yaml 2>&7"#)
    #expect(try await sandbox.appeared("started.3"))
    let reader = try sandbox.start(executable: "/bin/sh", ["-c", "tr -d '\\0' <stalled >seen"])
    let output = try await interrupted(program)
    #expect(output.code == 130)
    _ = try await reader.end()
    let seen = try String(contentsOfFile: sandbox.path("seen"), encoding: .utf8)
    let parts = ["[1/3]", "[2/3]", "Stopping", "More:", "Continue it with"].map {
      seen.range(of: $0)?.lowerBound
    }
    let found = parts.compactMap { $0 }
    #expect(found.count == parts.count && found == found.sorted(), "\(seen)")
  }

  @Test("Who reads standard output and stalls holds up no second signal")
  func output() async throws {
    let program = try start(Self.stalled + #"exec "$0" run experiment.yaml >&7 2>&7"#)
    #expect(try await sandbox.appeared("started.3"))
    #expect(try await interrupted(program, times: 2).code == 130)
    #expect(try await sandbox.experiment("any")?.status == "STOPPED")
  }

  @Test("Who is in a hurry gets the report all the same")
  func hurry() async throws {
    try sandbox.write(
      "#!/bin/sh\ntrap : TERM\ntouch started\nwhile :; do sleep 0.05; done\n", to: "job.sh",
      executable: true)
    let program = try sandbox.start("automl", ["run", "experiment.yaml"])
    #expect(try await sandbox.appeared("started"))
    await program.send(SIGINT)
    #expect(try await eventually { program.errorsSoFar.contains("Stopping") })
    await program.send(SIGINT)
    let output = try await program.end()
    #expect(output.code == 130, "\(output.errors)")
    #expect(output.errors.contains("Killing"), "\(output.errors)")
    #expect(output.output.contains("experiment 1 · STOPPED"), "\(output)")
  }

  @Test("Who reads the event log and stalls holds up no job and no signal")
  func eventLog() async throws {
    let program = try start(Self.stalled + #"exec "$0" run experiment.yaml --events stalled"#)
    #expect(try await sandbox.appeared("started.3"))
    let output = try await interrupted(program)
    #expect(output.code == 130)
    #expect(output.errors.contains("takes no more for now"), "\(output.errors)")
    #expect(output.errors.contains("events were not written to the event log"), "\(output.errors)")
  }

  @Test(
    "Streams that are closed at the start are no other file's",
    arguments: ["<&-", ">&-", "2>&-", ">&- 2>&-", "<&- >&- 2>&-"])
  func closed(redirections: String) async throws {
    try sandbox.write("", to: "brief")
    let output = try await start(
      #"exec "$0" run experiment.yaml --events events "# + redirections
    ).end()
    #expect(output.code == 0, "\(output)")
    let files = try String(contentsOfFile: sandbox.path("streams.1"), encoding: .utf8)
      .split(separator: "\n")
    try #require(files.count == 3)
    for (number, mark) in ["<&-", ">&-", "2>&-"].enumerated()
    where redirections.split(separator: " ").contains(Substring(mark)) {
      #expect(files[number] == "/dev/null", "\(files)")
    }
    #expect(try await sandbox.experiment("any")?.status == "FINISHED")
  }

  @Test("A hint can be given to a shell, whatever the database is called")
  func hints() async throws {
    try sandbox.write("", to: "brief")
    try FileManager.default.createDirectory(
      atPath: sandbox.path("a b"), withIntermediateDirectories: false)
    let output = try await sandbox.run(
      "automl", "run", "experiment.yaml", "--db", "a b/it's $x.db")
    #expect(output.code == 0, "\(output.errors)")
    let hint = try #require(
      output.errors.split(separator: "\n").first { $0.hasPrefix("More: ") })
    for command in hint.dropFirst("More: ".count).split(separator: ", ") {
      let shown = try await sandbox.start(
        executable: "/bin/sh", ["-c", "PATH='\(Sandbox.products.path)' \(command)"]
      ).end()
      #expect(shown.code == 0, "\(command): \(shown.errors)")
    }
  }
}
