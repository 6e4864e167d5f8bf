import Foundation
import Testing

@Suite("Engines that need the same device")
struct SharedDeviceTests {
  let sandbox: Sandbox

  init() async throws {
    sandbox = try Sandbox()
    try sandbox.use("holds.sh")
    let added = try await sandbox.run(
      "automl", "resources", "add", "--type", "gpu", "--device", "0")
    #expect(added.code == 0, "\(added.errors)")
  }

  /// Starts an engine whose job has the device until the file `go` is there, and one that waits.
  private func startBoth() async throws -> (holder: RunningProgram, waiter: RunningProgram) {
    try sandbox.writeDeviceExperiment("holder", x: 3)
    try sandbox.writeDeviceExperiment("waiter", x: 1)
    let holder = try sandbox.start("automl", ["run", "holder.yaml"])
    #expect(try await sandbox.appeared("started.1"))
    let waiter = try sandbox.start("automl", ["run", "waiter.yaml"])
    #expect(try await eventually { try await sandbox.experiment("waiter")?.status == "RUNNING" })
    return (holder, waiter)
  }

  @Test("One that waits goes on by itself when the holder's engine has died")
  func deadHolder() async throws {
    let (holder, waiter) = try await startBoth()
    await holder.send(SIGKILL)
    _ = try await holder.end()
    let output = try await waiter.end()
    #expect(output.code == 0, "\(output.errors)")
    #expect(processes(with: sandbox.folder).isEmpty)
    #expect(try await sandbox.experiment("holder")?.status == "STOPPED")
    #expect(try await sandbox.experiment("waiter")?.status == "FINISHED")
    #expect(
      try await sandbox.texts("SELECT status FROM job_attempt ORDER BY jaid")
        == ["LOST", "SUCCEEDED"])
  }

  @Test("One that waits stops on request, and leaves the holder alone")
  func stoppedWaiter() async throws {
    let (holder, waiter) = try await startBoth()
    let stop = try await sandbox.run("automl", "stop", "2")
    #expect(stop.code == 0, "\(stop.errors)")
    #expect(try await waiter.end().code == 143)
    #expect(try await sandbox.rows("SELECT * FROM job WHERE eid = 2").isEmpty)
    #expect(try await sandbox.experiment("holder")?.status == "RUNNING")
    try sandbox.write("", to: "go")
    await holder.send(SIGINT)
    #expect(try await holder.end().code == 130)
    #expect(try await sandbox.run("automl", "resume", "2").code == 0)
    #expect(try await sandbox.experiment("waiter")?.status == "FINISHED")
  }

  private func enableDevice(_ isEnabled: Bool) async throws -> Int32 {
    try await sandbox.run(
      "automl", "resources", isEnabled ? "enable" : "disable", "--type", "gpu"
    ).code
  }

  @Test("A disabled device is handed to nobody who waits; enabling it wakes them")
  func disabled() async throws {
    let (holder, waiter) = try await startBoth()
    #expect(try await enableDevice(false) == 0)
    await holder.send(SIGINT)
    #expect(try await holder.end().code == 130)
    #expect(try await sandbox.texts("SELECT status FROM resource") == ["FREE"])
    // Said after many looks in vain, at a device that has been free all the while.
    #expect(
      try await eventually { waiter.errorsSoFar.contains("1 declared, 0 enabled") },
      "\(waiter.errorsSoFar)")
    #expect(try await sandbox.rows("SELECT * FROM job WHERE eid = 2").isEmpty)
    #expect(try await enableDevice(true) == 0)
    let output = try await waiter.end()
    #expect(output.code == 0, "\(output.errors)")
  }
}

extension Sandbox {
  /// Writes an experiment of one job on one GPU, which holds it when x is above 2.
  func writeDeviceExperiment(_ name: String, x: Int) throws {
    try write(
      """
      name: \(name)
      goal: maximize
      command: ./holds.sh {x}
      parameters: {x: {type: int, low: \(x), high: \(x)}}
      algorithm: {name: grid}
      resources: {type: gpu}
      """, to: "\(name).yaml")
  }
}
