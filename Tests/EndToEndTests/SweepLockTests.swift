import Foundation
import Testing

@Suite("automl sweep while another program keeps the database locked")
struct SweepLockTests {
  let sandbox: Sandbox

  init() throws { sandbox = try Sandbox() }

  private static let waits = """
    echo $1 >> ran; touch started.$1; while ! [ -e go ]; do sleep 0.01; done
    """
  private static let notice = "locked; waiting until it is done."

  /// Starts a run of which two commands are running, locks the database, and has them end.
  private func startLocked() async throws -> (run: RunningProgram, locker: RunningProgram) {
    try await sandbox.createSweep("a=1,2,3")
    let run = try sandbox.startRun("-j", "2", command: "sh", "-c", Self.waits, "sh", "{a}")
    #expect(try await sandbox.appeared("started.1", "started.2"))
    let locker = try await lock()
    try sandbox.write("", to: "go")
    #expect(try await eventually { run.errorsSoFar.contains(Self.notice) })
    return (run, locker)
  }

  private func lock() async throws -> RunningProgram {
    try sandbox.use("hold_lock_until.py")
    let locker = try sandbox.start(executable: sandbox.path("hold_lock_until.py"), [])
    #expect(try await sandbox.appeared("locked"))
    return locker
  }

  private func release(_ locker: RunningProgram) async throws {
    try sandbox.write("", to: "release")
    #expect(try await locker.end().code == 0)
  }

  @Test("A run waits, says so once, and loses nothing")
  func run() async throws {
    let (run, locker) = try await startLocked()
    try await release(locker)
    let output = try await run.end()
    #expect(output.code == 0, "\(output.errors)")
    #expect(output.errors.components(separatedBy: Self.notice).count == 2, "\(output.errors)")
    #expect(output.errors.contains("ran 3 in"), "\(output.errors)")
    #expect(sandbox.lines(of: "ran").sorted() == ["1", "2", "3"])
    #expect(try await sandbox.sweepStates() == "DDD")
  }

  @Test("The first Ctrl-C begins nothing more and waits for the marks, the second gives them up")
  func interrupted() async throws {
    let (run, locker) = try await startLocked()
    await run.send(SIGINT)
    #expect(try await eventually { run.errorsSoFar.contains("Stopping") })
    await run.send(SIGINT)
    let output = try await run.end()
    try await release(locker)
    #expect(output.code == 3, "\(output.errors)")
    #expect(output.errors.contains("Combination 1 {\"a\":1}: ended with exit code 0"))
    #expect(output.errors.contains("ran 2 in"), "\(output.errors)")
    #expect(output.errors.contains("0 done, 0 failed, 2 not recorded"), "\(output.errors)")
    #expect(output.errors.contains("0 skipped, 2 in progress\n"), "\(output.errors)")
    #expect(sandbox.lines(of: "ran").sorted() == ["1", "2"])
    #expect(try await sandbox.sweep("next", "s").output == "1\t{\"a\":1}\n")
  }

  @Test(
    "next, the marks and new lists wait",
    arguments: [
      ("next s -q", "2\t{\"a\":2}\n"), ("done s 1", "1 done\n"), ("skip s 1", "1 skipped\n"),
      ("cancel s 1", "1 given back\n"), ("renew s 1 --lease 2h", "1 renewed\n"),
      ("reset s --in-progress", "1 remains again\n"),
      (
        "create t --factor a=1", "t <1 total, 0 done, 0 skipped, 0 in progress, 1 remaining>\n"
      ),
      (
        "create s --factor a=1 --update",
        "s <1 total, 0 done, 0 skipped, 1 in progress, 0 remaining>\n"
          + "0 done combinations carried over\n"
      ),
    ])
  func marks(command: String, answer: String) async throws {
    try await sandbox.createSweep("a=1,2")
    _ = try await sandbox.sweep("next", "s")
    let locker = try await lock()
    let words = command.split(separator: " ").map(String.init)
    let program = try sandbox.start("automl", ["sweep"] + words)
    #expect(try await eventually { program.errorsSoFar.contains(Self.notice) })
    try await release(locker)
    let output = try await program.end()
    #expect(output.code == 0, "\(output.errors)")
    #expect(output.output == answer)
  }
}
