import Foundation
import Testing

@Suite("automl sweep run")
struct SweepRunTests {
  let sandbox: Sandbox

  init() throws { sandbox = try Sandbox() }

  /// Waits until two commands are there at the same time; with one at a time for ever.
  private static let meets = """
    touch "started.$1"; while ! [ -e started.1 ] || ! [ -e started.2 ]; do sleep 0.01; done
    echo "$1" >> ran; echo "out $1"; echo "err $1" >&2; printf tail
    """

  @Test("Levels reach the command as they are, whatever is in them")
  func verbatim() async throws {
    let levels = ["a b", "it's \"q\"; touch bad", "$(touch bad)", "-n", "", "*", "{x}", "ä\n|"]
    let json = try JSONSerialization.data(withJSONObject: ["t": levels])
    try sandbox.write(String(decoding: json, as: UTF8.self), to: "f.json")
    #expect(try await sandbox.sweep("create", "s", "f.json").code == 0)
    let output = try await sandbox.startRun("-q", command: "printf", "[%s]", "{t}").end()
    #expect(output.code == 0)
    #expect(output.errors.isEmpty, "\(output.errors)")
    #expect(output.output == levels.map { "[\($0)]" }.joined())
    #expect(!FileManager.default.fileExists(atPath: sandbox.path("bad")))
  }

  @Test("The command finds its combination in the environment, and nothing on its input")
  func environment() async throws {
    try await sandbox.createSweep("a=1", "t=x y")
    let output = try await sandbox.startRun(
      command: "sh", "-c", "echo $AUTOML_SWEEP $AUTOML_COMBINATION_ID $AUTOML_PARAMETERS; cat"
    ).end()
    #expect(output.output == "s 1 {\"a\":1,\"t\":\"x y\"}\n", "\(output.errors)")
    #expect(output.errors.contains("Combination 1 {\"a\":1,\"t\":\"x y\"}: done in"))
    #expect(output.errors.contains("1 done, 0 failed; of all 1, 1 done, 0 remaining, 0 skipped"))
  }

  @Test("Several commands at once print whole lines, each behind its combination's id")
  func parallel() async throws {
    try await sandbox.createSweep("a=1,2")
    let output = try await sandbox.startRun(
      "-j", "2", "-q", command: "sh", "-c", Self.meets, "sh", "{a}"
    ).end()
    #expect(output.code == 0, "\(output.errors)")
    let lines = output.output.split(separator: "\n").sorted()
    #expect(lines == ["[1] out 1", "[1] tail", "[2] out 2", "[2] tail"])
    #expect(output.errors.split(separator: "\n").sorted() == ["[1] err 1", "[2] err 2"])
    #expect(try await sandbox.sweepStates() == "DD")
  }

  @Test("Two runs share the work, and nothing runs twice")
  func shared() async throws {
    try await sandbox.createSweep("a=1,2,3,4,5,6")
    let runs = try (0..<2).map { _ in
      try sandbox.startRun(command: "sh", "-c", Self.meets, "sh", "{a}")
    }
    for run in runs { #expect(try await run.end().code == 0) }
    #expect(sandbox.lines(of: "ran").sorted() == ["1", "2", "3", "4", "5", "6"])
    #expect(try await sandbox.sweepStates() == "DDDDDD")
  }

  @Test(
    "A failure is skipped in this run, given back at its end, or ends it",
    arguments: [
      ("skip", "DSD", ["1", "2", "3"]), ("cancel", "DRD", ["1", "2", "3"]),
      ("stop", "DRR", ["1", "2"]),
    ])
  func failures(policy: String, states: String, ran: [String]) async throws {
    try await sandbox.createSweep("a=1,2,3")
    let command = ["sh", "-c", "echo $1 >> ran; [ $1 != 2 ] || [ -e good ]", "sh", "{a}"]
    let run = ["sweep", "run", "s", "--on-failure", policy, "--"] + command
    let output = try await sandbox.start("automl", run).end()
    #expect(output.code == 1)
    #expect(output.errors.contains("failed with exit code 1"), "\(output.errors)")
    #expect(sandbox.lines(of: "ran") == ran)
    #expect(try await sandbox.sweepStates() == states)
    // The next run begins with what this one left.
    try sandbox.write("", to: "good")
    #expect(try await sandbox.start("automl", run).end().code == 0)
    #expect(try await sandbox.sweepStates() == "DDD")
    #expect(sandbox.lines(of: "ran").suffix(ran.count == 2 ? 2 : 1).first == "2")
  }

  @Test("With a lease others may take what takes longer, without it nobody")
  func lease() async throws {
    try await sandbox.createSweep("a=1")
    let next = [Sandbox.products.appending(path: "automl").path, "sweep", "next", "s", "-q"]
    let without = try await sandbox.start("automl", ["sweep", "run", "s", "--"] + next).end()
    #expect(without.code == 1, "\(without.errors)")
    #expect(without.output.isEmpty)
    let with = try await sandbox.start(
      "automl", ["sweep", "run", "s", "--lease", "1ms", "--owner", "me", "--"] + next
    ).end()
    #expect(with.code == 0, "\(with.errors)")
    #expect(with.output == "1\t{\"a\":1}\n")
    // Done is done, whoever has it by then.
    #expect(try await sandbox.sweepStates() == "D")
  }

  @Test("With nothing to do there is nothing wrong")
  func nothing() async throws {
    try await sandbox.createSweep("a=1")
    _ = try await sandbox.sweep("done", "s", "1")
    let output = try await sandbox.startRun(command: "false").end()
    #expect(output.code == 0)
    #expect(output.errors.contains("ran 0 in"), "\(output.errors)")
  }

  @Test("What a command leaves running ends with it")
  func leftovers() async throws {
    try await sandbox.createSweep("a=1")
    let output = try await sandbox.startRun(
      command: "sh", "-c", "setsid sleep 600 > /dev/null 2>&1 & sleep 600 & exit 0"
    ).end()
    #expect(output.code == 0, "\(output.errors)")
    #expect(processes(with: "SANDBOX=\(sandbox.folder)").isEmpty)
  }
}
