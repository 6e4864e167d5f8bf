import AutoMLSchedulingTestKit
import Foundation
import Testing

@Suite("The promptness of engines that wait", .measured, .serialized, .timeLimit(.minutes(5)))
struct SharedDeviceTimingTests {
  @Test("A device that another engine freed is taken within 100 milliseconds")
  func promptness() async throws {
    let time = try await shortestTime(under: .milliseconds(100)) { try await idleTime() }
    #expect(time < .milliseconds(100))
  }

  /// How long a device was free between two engines of which one waited for the other.
  private func idleTime() async throws -> Duration {
    let sandbox = try Sandbox()
    try sandbox.write(
      """
      #!/bin/sh
      touch "started.$AUTOML_EXPERIMENT_ID"
      while [ ! -e go ]; do sleep 0.01; done
      echo 'automl: {"score": 1}'
      """, to: "holds.sh", executable: true)
    let added = try await sandbox.run(
      "automl", "resources", "add", "--type", "gpu", "--device", "0")
    #expect(added.code == 0, "\(added.errors)")
    var programs: [RunningProgram] = []
    for name in ["first", "second"] {
      try sandbox.writeDeviceExperiment(name, x: 1)
      programs.append(try sandbox.start("automl", ["run", "\(name).yaml"]))
      #expect(try await eventually { try await sandbox.experiment(name)?.status == "RUNNING" })
      if name == "first" { #expect(try await sandbox.appeared("started.1")) }
    }
    try sandbox.write("", to: "go")
    for program in programs {
      let output = try await program.end()
      #expect(output.code == 0, "\(output.errors)")
    }
    let times = try await sandbox.rows(
      "SELECT max(taken) - min(freed) AS idle FROM attempt_resource")
    let idle = try #require(times.first?["idle"] as? Int)
    #expect(idle >= 0)
    return .microseconds(idle)
  }
}
