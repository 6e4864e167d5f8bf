import Foundation
import Testing

@Suite("Output kept among the results", .timeLimit(.minutes(5)))
struct CaptureTests {
  let sandbox: Sandbox

  init() throws {
    sandbox = try Sandbox()
    // The third of three jobs goes on until it is ended, unless a file says otherwise.
    try sandbox.write(
      """
      #!/bin/sh
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

  /// What is in a file of the first experiment's results.
  private func kept(_ name: String) -> String {
    (try? String(contentsOfFile: sandbox.path("results/1/\(name)"), encoding: .utf8)) ?? ""
  }

  @Test("-R: report, progress and log are in the files only")
  func redirects() async throws {
    try sandbox.write("", to: "brief")
    let output = try await sandbox.run("automl", "run", "experiment.yaml", "-R", "--json")
    #expect(output.code == 0, "\(output.errors)")
    #expect(output.output == "")
    #expect(output.errors == "")
    #expect(kept("stdout").contains(#""status": "FINISHED""#))
    let errors = kept("stderr").split(separator: "\n").map(String.init)
    #expect(
      errors.first?.wholeMatch(
        of: /notice: any_\d{8}_\d{6}_[+-]\d{4}: .*automl run experiment.yaml -R --json/) != nil,
      "\(errors)")
    #expect(errors.dropFirst().map { $0.prefix(5) } == ["[1/3]", "[2/3]", "[3/3]"])
  }

  @Test("-L: they are in the files, too", arguments: [false, true])
  func copies(merging: Bool) async throws {
    try sandbox.write("", to: "brief")
    let output = try await sandbox.start(
      "automl", ["run", "experiment.yaml", "-L"] + (merging ? ["-M"] : [])
    ).end()
    #expect(output.code == 0, "\(output.errors)")
    #expect(output.output.contains("experiment 1 · FINISHED"))
    #expect(output.errors.contains("[3/3]"))
    #expect(output.errors.contains("More: automl-db history 1"))
    if merging {
      #expect(kept("stdout+stderr").contains(output.output))
      #expect(kept("stdout+stderr").contains("[3/3]"))
      #expect(!FileManager.default.fileExists(atPath: sandbox.path("results/1/stdout")))
    } else {
      #expect(kept("stdout") == output.output)
      #expect(kept("stderr") == output.errors)
    }
  }

  @Test("A resumed experiment appends to its files", arguments: ["-L", "-R"])
  func resumes(way: String) async throws {
    let program = try sandbox.start("automl", ["run", "experiment.yaml", way])
    #expect(try await sandbox.appeared("started.3"))
    await program.send(SIGINT)
    let stopped = try await program.end()
    #expect(stopped.code == 130)
    #expect(stopped.errors.contains("Continue it with: automl resume 1"))
    #expect(kept("stdout").contains("experiment 1 · STOPPED"))
    #expect(kept("stderr").contains("Stopping: running jobs"))
    try sandbox.write("", to: "brief")
    let resumed = try await sandbox.run("automl", "resume", "1", way)
    #expect(resumed.code == 0, "\(resumed.errors)")
    let text = kept("stdout")
    let parts = ["STOPPED", "FINISHED"].compactMap { text.range(of: $0)?.lowerBound }
    #expect(parts.count == 2 && parts == parts.sorted(), "\(text)")
    #expect(kept("stderr").contains("resume 1 \(way)"))
  }

  @Test("An engine that is killed loses nothing of what it printed", arguments: ["-L", "-R"])
  func killed(way: String) async throws {
    let program = try sandbox.start("automl", ["run", "experiment.yaml", way])
    #expect(try await sandbox.appeared("started.3"))
    // The line of the job before comes a moment after the next one has started.
    #expect(try await eventually { kept("stderr").contains("[2/3]") })
    await program.send(SIGKILL)
    #expect(try await program.end().code == -SIGKILL)
    #expect(try await eventually { copiers().isEmpty })
    #expect(kept("stderr").contains("[2/3]"))
    try sandbox.write("", to: "brief")
    #expect(try await sandbox.run("automl", "resume", "1", way).code == 0)
    #expect(kept("stdout").contains("experiment 1 · FINISHED"))
  }

  @Test("Who reads standard error and stalls holds up no signal, and the files get whole")
  func stalled() async throws {
    let script =
      "mkfifo stalled; exec 7<>stalled; head -c 65536 /dev/zero >&7; "
      + #"exec "$0" run experiment.yaml -L 2>&7"#
    let program = try sandbox.start(
      executable: "/bin/sh", ["-c", script, Sandbox.products.appending(path: "automl").path])
    #expect(try await sandbox.appeared("started.3"))
    await program.send(SIGINT)
    #expect(try await program.end().code == 130)
    // The copier waits for the reader, as long as that takes.
    let reader = try sandbox.start(executable: "/bin/sh", ["-c", "cat <stalled >seen"])
    _ = try await reader.end()
    #expect(try await eventually { copiers().isEmpty })
    #expect(kept("stderr").contains("Stopping: running jobs"))
    #expect(kept("stdout").contains("experiment 1 · STOPPED"))
  }

  @Test("Where the files cannot be written no job is started, and it can be resumed")
  func refused() async throws {
    try sandbox.write("", to: "brief")
    try FileManager.default.createDirectory(
      atPath: sandbox.path("results/1/stderr"), withIntermediateDirectories: true)
    let output = try await sandbox.run("automl", "run", "experiment.yaml", "-R")
    #expect(output.code == 2)
    #expect(output.errors.contains("error: Cannot write the output to '"), "\(output.errors)")
    #expect(output.errors.contains("results/1/stderr': Is a directory"), "\(output.errors)")
    #expect(!FileManager.default.fileExists(atPath: sandbox.path("started.1")))
    #expect(try await sandbox.experiment("any")?.status == "STOPPED")
    #expect(try await sandbox.run("automl", "resume", "1").code == 0)
  }

  @Test(
    "The log level is a name, a number, or --verbose",
    arguments: [
      (["-l", "info"], true), (["--log-level", "10"], true), (["--verbose"], true),
      ([], false), (["-l", "error"], false), (["--verbose", "-l", "error"], false),
    ])
  func logLevel(options: [String], tellsEnd: Bool) async throws {
    try sandbox.write("", to: "brief")
    let output = try await sandbox.start("automl", ["run", "experiment.yaml"] + options).end()
    #expect(output.code == 0, "\(output.errors)")
    #expect(output.errors.contains("info: experiment ended as FINISHED") == tellsEnd)
  }

  @Test("An unknown log level is a mistake in usage", arguments: ["run", "resume"])
  func unknownLevel(command: String) async throws {
    let file = command == "run" ? "experiment.yaml" : "1"
    let output = try await sandbox.run("automl", command, file, "-l", "loud")
    #expect(output.code == 2)
    #expect(output.errors.contains("'loud' is invalid"), "\(output.errors)")
    #expect(try await sandbox.experiment("any") == nil)
  }

  /// The processes that copy to files in the sandbox.
  private func copiers() -> [Int] {
    processes(with: sandbox.path("results/1/std"))
  }
}
