import Foundation
import Testing

@Suite("What automl sweep next cannot print")
struct SweepOutputTests {
  let sandbox: Sandbox

  init() throws { sandbox = try Sandbox() }

  @Test(
    "It gives back what nobody will ever know of",
    arguments: [
      "automl sweep next s --count 2 > /dev/full", "automl sweep next s >&-",
      // The reader has gone when something is written.
      """
      mkfifo pipe; sleep 600 <> pipe & exec 3> pipe; kill $!; wait $! 2> /dev/null
      automl sweep next s --json >&3
      """,
    ])
  func givesBack(script: String) async throws {
    try await sandbox.createSweep("a=1,2,3")
    let output = try await sandbox.startScript(script).end()
    #expect(output.code == 3, "\(output.errors)")
    #expect(output.errors.contains("Cannot print what was taken: "), "\(output.errors)")
    #expect(try await sandbox.sweepStates() == "RRR")
    #expect(try await sandbox.sweep("next", "s").output == "1\t{\"a\":1}\n")
  }
}
