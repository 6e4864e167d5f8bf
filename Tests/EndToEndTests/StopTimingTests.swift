import AutoMLSchedulingTestKit
import Foundation
import Testing

@Suite("The promptness of automl stop", .measured, .serialized, .timeLimit(.minutes(5)))
struct StopTimingTests {
  @Test("Another process's jobs have got SIGTERM within a second")
  func promptness() async throws {
    let time = try await shortestTime(under: .seconds(1)) { try await timeToSignal() }
    #expect(time < .seconds(1))
  }

  /// How long after the start of `automl stop` the last of two jobs got SIGTERM.
  private func timeToSignal() async throws -> Duration {
    let sandbox = try Sandbox()
    try sandbox.use("notes_signal.sh")
    try sandbox.write(
      """
      name: waiting
      goal: maximize
      command: ./notes_signal.sh
      parameters: {x: {type: int, low: 1, high: 6}}
      algorithm: {name: grid}
      parallel: 2
      """, to: "experiment.yaml")
    let program = try sandbox.start("automl", ["run", "experiment.yaml"])
    #expect(try await sandbox.appeared("started.1", "started.2"))
    let asked = Date().timeIntervalSince1970
    let stop = try await sandbox.run("automl", "stop", "1")
    #expect(stop.code == 0, "\(stop.errors)")
    _ = try await program.end()
    let times = try (1...2).map { job in
      let text = try String(contentsOfFile: sandbox.path("signalled.\(job)"), encoding: .utf8)
      return try #require(Double(text.trimmingCharacters(in: .whitespacesAndNewlines))) / 1e9
    }
    return .seconds(try #require(times.max()) - asked)
  }
}
