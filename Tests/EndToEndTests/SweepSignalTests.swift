import Foundation
import Testing

@Suite("Signals to automl sweep run")
struct SweepSignalTests {
  let sandbox: Sandbox

  init() throws { sandbox = try Sandbox() }

  private static let waits = "touch started.$1; sleep 600 & wait"
  private static let stubborn = "trap '' TERM; touch started.$1; while :; do sleep 600; done"

  private func start(_ text: String, grace: String = "10s") async throws -> RunningProgram {
    try await sandbox.createSweep("a=1,2,3")
    let program = try sandbox.startRun(
      "-j", "2", "--grace", grace, command: "sh", "-c", text, "sh", "{a}")
    #expect(try await sandbox.appeared("started.1", "started.2"))
    return program
  }

  private var commands: [Int] { processes(with: "SANDBOX=\(sandbox.folder)") }

  @Test(
    "The first asks the commands to end and gives back",
    arguments: [(SIGINT, 130), (SIGTERM, 143), (SIGQUIT, 143)] as [(Int32, Int32)])
  func graceful(signal: Int32, code: Int32) async throws {
    let program = try await start(Self.waits)
    #expect(try await sandbox.sweepStates() == "IIR")
    await program.send(signal)
    let output = try await program.end()
    #expect(output.code == code, "\(output.errors)")
    #expect(output.errors.contains("Stopping"), "\(output.errors)")
    #expect(commands.isEmpty)
    #expect(try await sandbox.sweepStates() == "RRR")
    #expect(!FileManager.default.fileExists(atPath: sandbox.path("started.3")))
  }

  @Test("The second kills what ignores the first")
  func second() async throws {
    let program = try await start(Self.stubborn, grace: "600s")
    await program.send(SIGINT)
    #expect(try await eventually { program.errorsSoFar.contains("Stopping") })
    #expect(!commands.isEmpty)
    await program.send(SIGINT)
    let output = try await program.end()
    #expect(output.code == 130, "\(output.errors)")
    #expect(commands.isEmpty)
    #expect(try await sandbox.sweepStates() == "RRR")
  }

  @Test("After the grace period what ignores the first is killed")
  func gracePeriod() async throws {
    let program = try await start(Self.stubborn, grace: "200ms")
    await program.send(SIGTERM)
    #expect(try await program.end().code == 143)
    #expect(commands.isEmpty)
    #expect(try await sandbox.sweepStates() == "RRR")
  }

  @Test("A command that ends well when asked to is done")
  func endsWell() async throws {
    let program = try await start("trap 'exit 0' TERM; touch started.$1; sleep 600 & wait")
    await program.send(SIGINT)
    #expect(try await program.end().code == 130)
    #expect(try await sandbox.sweepStates() == "DDR")
  }

  @Test(
    "kill -9 leaves no command behind once somebody looks", arguments: ["next", "recover", "run"])
  func killed(by next: String) async throws {
    let program = try await start(Self.stubborn)
    await program.send(SIGKILL)
    _ = try await program.end()
    #expect(!commands.isEmpty)
    switch next {
    case "next":
      #expect(try await sandbox.sweep("next", "s", "--count", "3", "--json").value("2.id") != nil)
      #expect(try await sandbox.sweepStates() == "III")
    case "recover":
      #expect(try await sandbox.run("automl-db", "recover").code == 0)
      #expect(try await sandbox.sweepStates() == "RRR")
    default:
      #expect(try await sandbox.sweep("run", "s", "--", "true").code == 0)
      #expect(try await sandbox.sweepStates() == "DDD")
    }
    #expect(commands.isEmpty)
    #expect(try await sandbox.run("automl-db", "check").code == 0)
  }

  @Test("A signal is obeyed though nobody reads what the command prints")
  func stalledReader() async throws {
    try await sandbox.createSweep("a=1,2")
    let program = try sandbox.startScript(
      """
      mkfifo pipe; sleep 600 <> pipe &
      exec automl sweep run s -- sh -c 'touch started; exec yes' > pipe
      """)
    #expect(try await sandbox.appeared("started"))
    await program.send(SIGINT)
    #expect(try await eventually { !(await program.isRunning) })
    await program.send(SIGKILL)
    let output = try await program.end()
    #expect(output.code == 130, "\(output.errors)")
    #expect(try await sandbox.sweepStates() == "RR")
    #expect(!processes(with: "AUTOML_SWEEP=s").contains { commands.contains($0) })
    for process in commands { kill(pid_t(process), SIGKILL) }
  }
}
