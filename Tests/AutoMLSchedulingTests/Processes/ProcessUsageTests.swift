import Foundation
import Synchronization
import Testing

@testable import AutoMLScheduling

@Suite("What processes use")
struct ProcessUsageTests {
  @Test("Each process counts once, however many numbers have to be looked at")
  func countsOnce() async throws {
    let command = ProcessCommand(
      executable: "/bin/sh", arguments: ["-c", "echo up; kill -STOP $$"],
      environment: ["PATH": "/usr/bin:/bin"], workingDirectory: NSTemporaryDirectory(),
      gracePeriod: .zero)
    let group = Mutex<pid_t>(0)
    let usages = Mutex<[ProcessUsage]>([])
    struct Seen: Error {}
    await #expect(throws: Seen.self) {
      try await ProcessRunner().run(command) { started in
        group.withLock { $0 = pid_t(started) }
      } output: { _, _ in
        let group = group.withLock { $0 }
        // Just now, and so long ago that the numbers may have begun anew since.
        let usage = [Duration.zero, .seconds(86_400)].map { age in
          var younger = YoungerProcesses(than: .init(process: group, since: .now - age))
          return ProcessTable.usage(ofGroup: group, among: &younger)
        }
        usages.withLock { $0 = usage }
        throw Seen()
      }
    }
    let found = usages.withLock { $0 }
    try #require(found.count == 2)
    #expect(found[0].memory > 100_000)
    // It may still grow between the two; counted once more it would be twice as much.
    #expect(found[1].memory < found[0].memory * 3 / 2)
    #expect(found[0].memory < found[1].memory * 3 / 2)
  }
}
