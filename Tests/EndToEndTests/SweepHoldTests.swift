import Foundation
import Testing

@Suite("Who has a combination of automl sweep")
struct SweepHoldTests {
  let sandbox: Sandbox

  init() throws { sandbox = try Sandbox() }

  @Test("A combination comes back when its lease is over, and not to who had it")
  func leases() async throws {
    try await sandbox.createSweep("a=1")
    #expect(try await sandbox.sweep("next", "s", "--lease", "1ms").code == 0)
    #expect(try await sandbox.sweep("next", "s").output == "1\t{\"a\":1}\n")
    #expect(try await sandbox.sweep("next", "s").code == 1)
    // The first hold is over: it neither gives back nor lengthens that of the second.
    let cancel = try await sandbox.sweep("cancel", "s", "1.1")
    #expect(cancel.output == "0 given back; 1 stayed as before\n", "\(cancel.errors)")
    let renewed = try await sandbox.sweep("renew", "s", "1.1", "--lease", "1ms")
    #expect(renewed.output == "0 renewed; 1 stayed as before\n", "\(renewed.errors)")
    #expect(renewed.code == 1)
    #expect(try await sandbox.sweepStates() == "I")
    #expect(try await sandbox.sweep("renew", "s", "1.2", "--lease", "1ms").output == "1 renewed\n")
    #expect(try await sandbox.sweep("next", "s").code == 0)
  }

  @Test("A lease lasts an hour, or as it says; a process' hold has no limit unless it says one")
  func leaseTimes() async throws {
    try await sandbox.createSweep("a=1,2,3,4")
    _ = try await sandbox.sweep("next", "s")
    _ = try await sandbox.sweep("next", "s", "--lease", "90")
    let own = "\(ProcessInfo.processInfo.processIdentifier)"
    _ = try await sandbox.sweep("next", "s", "--process", own)
    _ = try await sandbox.sweep("next", "s", "--process", own, "--lease", "1.5h")
    let times = try await sandbox.rows(
      "SELECT (lease_until - held_since) / 1000000 AS t FROM combination ORDER BY position")
    #expect(times.map { $0["t"] as? Int } == [3_600, 90, nil, 5_400])
  }

  @Test("What a script has comes back at once when it is killed")
  func killedScript() async throws {
    try await sandbox.createSweep("a=1")
    let script = try sandbox.startScript(
      "automl sweep next s --process $$ > taken; mv taken done; sleep 600 & wait")
    #expect(try await sandbox.appeared("done"))
    #expect(try await sandbox.sweep("next", "s").code == 1)
    await script.send(SIGKILL)
    _ = try await script.end()
    #expect(try await sandbox.sweep("next", "s").output == "1\t{\"a\":1}\n")
    for process in processes(with: "SANDBOX=\(sandbox.folder)") { kill(pid_t(process), SIGKILL) }
  }

  @Test("next --wait waits for what others have, and ends when all is done")
  func waits() async throws {
    try await sandbox.createSweep("a=1,2")
    _ = try await sandbox.sweep("next", "s", "--count", "2")
    let waiting = try sandbox.start("automl", ["sweep", "next", "s", "--wait"])
    let other = try sandbox.start("automl", ["sweep", "next", "s", "--wait"])
    let both = [waiting, other]
    #expect(try await eventually { both.allSatisfy { $0.errorsSoFar.contains("Waiting for") } })
    #expect(try await sandbox.sweep("cancel", "s", "1").code == 0)
    // One of the two gets it; the other waits on.
    #expect(
      try await eventually {
        try await sandbox.sweepStates() == "II"
          && !(waiting.outputSoFar + other.outputSoFar).isEmpty
      })
    #expect(waiting.outputSoFar + other.outputSoFar == "1\t{\"a\":1}\n")
    #expect(try await sandbox.sweep("done", "s", "1", "2").code == 0)
    let ends = [try await waiting.end().code, try await other.end().code]
    #expect(ends.sorted() == [0, 1])
  }

  @Test("Ctrl-C ends next --wait, which then has nothing")
  func interruptedWait() async throws {
    try await sandbox.createSweep("a=1")
    _ = try await sandbox.sweep("next", "s")
    let waiting = try sandbox.start("automl", ["sweep", "next", "s", "--wait"])
    #expect(try await eventually { waiting.errorsSoFar.contains("Waiting for") })
    await waiting.send(SIGINT)
    #expect(try await waiting.end().code == -SIGINT)
    #expect(try await sandbox.sweep("cancel", "s", "1.1").output == "1 given back\n")
    #expect(try await sandbox.sweepStates() == "R")
  }
}
