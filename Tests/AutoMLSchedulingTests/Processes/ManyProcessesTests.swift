import AutoMLScheduling
import Foundation
import Synchronization
import Testing

@Suite("Many processes", .timeLimit(.minutes(5)))
struct ManyProcessesTests {
  @Test("run at once and leave no descriptor, thread or child, also where none can be started")
  func crowd() async throws {
    let command = ProcessCommand(
      executable: ProbeTests.program, arguments: ["processes"],
      environment: ProcessInfo.processInfo.environment, workingDirectory: NSTemporaryDirectory())
    let text = Mutex<[UInt8]>([])
    let end = try await ProcessRunner().run(command) { _, bytes in text.withLock { $0 += bytes } }
    #expect(end == .exited(0))
    #expect(
      String(decoding: text.withLock { $0 }, as: UTF8.self) == """
        ended well: 300
        descriptors left: 0
        with enough: exited(3)
        refused: Cannot start '/bin/sh': Too many open files
        ended well: 2
        descriptors left: 0
        children left: 0

        """)
  }
}
