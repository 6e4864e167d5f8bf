import Foundation
import Testing

@Suite("How automl sweep run ends before its time")
struct SweepEndTests {
  let sandbox: Sandbox

  init() throws { sandbox = try Sandbox() }

  @Test("A command that cannot be started ends no other one")
  func unstartable() async throws {
    try await sandbox.createSweep("p=long,short,missing,late")
    try sandbox.write(
      "#!/bin/sh\ntouch started; while ! [ -e go ]; do sleep 0.01; done\n", to: "long",
      executable: true)
    // Ends only when the long one runs, which is when the missing one is to be started.
    try sandbox.write(
      "#!/bin/sh\nwhile ! [ -e started ]; do sleep 0.01; done\n", to: "short", executable: true)
    let run = try sandbox.startRun("-j", "2", command: "./{p}")
    #expect(try await sandbox.appeared("started"))
    #expect(try await eventually { run.errorsSoFar.contains("Combination 3") })
    try sandbox.write("", to: "go")
    let output = try await run.end()
    #expect(output.code == 2, "\(output.errors)")
    #expect(
      output.errors.contains("Combination 3 {\"p\":\"missing\"}: given back"), "\(output.errors)")
    #expect(output.errors.contains("2 done, 0 failed; of all 4, 2 done, 2 rem"))
    #expect(output.errors.contains("error: Cannot start './missing': there is no such file"))
    #expect(try await sandbox.sweepStates() == "DDRR")
  }

  @Test("A database that is removed ends the run, which tells what its commands did")
  func removed() async throws {
    try await sandbox.createSweep("a=1")
    let run = try sandbox.startRun(
      command: "sh", "-c", "touch started; while ! [ -e go ]; do sleep 0.01; done")
    #expect(try await sandbox.appeared("started"))
    for name in ["automl.db", "automl.db-wal", "automl.db-shm"] {
      try FileManager.default.removeItem(atPath: sandbox.path(name))
    }
    try sandbox.write("", to: "go")
    let output = try await run.end()
    #expect(output.code == 3, "\(output.errors)")
    #expect(output.errors.contains("Combination 1"), "\(output.errors)")
    #expect(output.errors.contains("Sweep s: ran 1 in"), "\(output.errors)")
    #expect(output.errors.contains("was removed or replaced"), "\(output.errors)")
  }

  @Test("A sweep that is deleted ends the run, which calls it by its name")
  func deleted() async throws {
    try await sandbox.createSweep("a=1,2")
    let run = try sandbox.startRun(
      command: "sh", "-c", "touch started; while ! [ -e go ]; do sleep 0.01; done")
    #expect(try await sandbox.appeared("started"))
    let refused = try await sandbox.sweep("delete", "s")
    #expect(refused.code == 2)
    #expect(refused.errors.contains("of sweep 's' are in progress"), "\(refused.errors)")
    _ = try await sandbox.sweep("reset", "s", "--in-progress")
    #expect(try await sandbox.sweep("delete", "s").code == 0)
    try sandbox.write("", to: "go")
    let output = try await run.end()
    #expect(output.code == 2, "\(output.errors)")
    #expect(output.errors.contains("{\"a\":1}: ended with exit code 0"), "\(output.errors)")
    #expect(output.errors.contains("error: There is no sweep 's'."), "\(output.errors)")
  }

  @Test(
    "A combination that others have marked is not said to be skipped or given back",
    arguments: [("skip", "D"), ("stop", "D"), ("cancel", "D")])
  func overtaken(policy: String, states: String) async throws {
    try await sandbox.createSweep("a=1")
    let automl = Sandbox.products.appending(path: "automl").path
    let output = try await sandbox.startRun(
      "--on-failure", policy, command: "sh", "-c",
      "'\(automl)' sweep done s $AUTOML_COMBINATION_ID > /dev/null; exit 1"
    ).end()
    #expect(output.code == 1, "\(output.errors)")
    #expect(output.errors.contains("failed with exit code 1 after"), "\(output.errors)")
    #expect(!output.errors.contains("; skipped") && !output.errors.contains("; given back"))
    #expect(
      output.errors.contains(
        "0 done, 1 failed (1 left as others have marked it); of all 1, 1 done"),
      "\(output.errors)")
    #expect(try await sandbox.sweepStates() == states)
  }

  @Test("A success that was marked before is told of as one")
  func doneBefore() async throws {
    try await sandbox.createSweep("a=1")
    let automl = Sandbox.products.appending(path: "automl").path
    let output = try await sandbox.startRun(
      command: "sh", "-c", "'\(automl)' sweep done s $AUTOML_COMBINATION_ID > /dev/null"
    ).end()
    #expect(output.code == 0, "\(output.errors)")
    #expect(output.errors.contains("had been marked as done before"), "\(output.errors)")
  }

  @Test("Escapes in what is not there do not reach the terminal")
  func escapes() async throws {
    try await sandbox.createSweep("a=1")
    for arguments in [
      ["stats", "\u{1B}[2J"], ["done", "s", "--combination", "\u{1B}[2J"],
      ["done", "s", "--combination", "{\"a\u{1B}\": 1}"],
      ["run", "s", "--", "echo", "{\u{1B}[2J}"],
    ] {
      let output = try await sandbox.start("automl", ["sweep"] + arguments).end()
      #expect(output.code == 2, "\(output.errors)")
      #expect(!output.errors.contains("\u{1B}"), "\(arguments)")
    }
  }
}
