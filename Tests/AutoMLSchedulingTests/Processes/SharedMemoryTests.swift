import AutoMLSchedulingTestKit
import Foundation
import Synchronization
import Testing

@testable import AutoMLScheduling

@Suite("The memory of processes that share it", .timeLimit(.minutes(5)))
struct SharedMemoryTests {
  /// Holds 100 MB and forks children, as loaders of training data do: idle ones, or such that write
  /// on all of it and so have it for themselves.
  private static let family = """
    import os, signal, sys, time
    held = bytearray(b"x") * 100_000_000
    reader, writer = os.pipe()
    for _ in range(4):
      if os.fork() == 0:
        if sys.argv[1] == "writing":
          held[::1024] = b"y" * len(held[::1024])
        os.write(writer, b".")
        while True: signal.pause()
    for _ in range(4): os.read(reader, 1)
    print("up", flush=True)
    time.sleep(float(sys.argv[2]))
    """

  private func command(
    _ kind: String, seconds: Double, limit: Int? = nil
  ) -> ProcessCommand {
    var command = ProcessCommand(
      executable: "python3", arguments: ["-c", Self.family, kind, "\(seconds)"],
      environment: ProcessInfo.processInfo.environment,
      workingDirectory: NSTemporaryDirectory(), gracePeriod: .zero)
    command.limits.memory = limit
    return command
  }

  @Test("Idle children do not count for what they only share")
  func idle() async throws {
    let output = Mutex<[UInt8]>([])
    let end = try await ProcessRunner().run(
      command("idle", seconds: 0.3, limit: 300_000_000)
    ) { _, bytes in output.withLock { $0 += bytes } }
    #expect(end == .exited(0))
    #expect(output.withLock { $0 } == Array("up\n".utf8))
  }

  @Test("Children that have made it their own do")
  func writing() async throws {
    let limit = 300_000_000
    let end = try await ProcessRunner().run(
      command("writing", seconds: 600, limit: limit)
    ) { _, _ in }
    #expect(end == .limited(.memory(limit)))
  }

  @Test(
    "What they hold together is told apart from the sum of what each holds",
    arguments: [("idle", false), ("writing", true)])
  func sums(kind: String, isOwn: Bool) async throws {
    struct Seen: Error {}
    let group = Mutex<pid_t>(0)
    let seen = Mutex<(sum: Int, together: Int)?>(nil)
    await #expect(throws: Seen.self) {
      try await ProcessRunner().run(command(kind, seconds: 600)) { started in
        group.withLock { $0 = pid_t(started) }
      } output: { _, _ in
        let group = group.withLock { $0 }
        var younger = YoungerProcesses(than: .init(process: group, since: .now))
        let usage = ProcessTable.usage(ofGroup: group, among: &younger)
        let together = ProcessTable.proportionalMemory(of: usage.processes)
        seen.withLock { $0 = (usage.memory, together) }
        throw Seen()
      }
    }
    let (sum, together) = try #require(seen.withLock { $0 })
    #expect(sum > 500_000_000)
    #expect(together > 100_000_000)
    #expect((together > 500_000_000) == isOwn)
    #expect(together < 200_000_000 || isOwn)
  }

  @Test("A process that is gone holds nothing")
  func gone() throws {
    let own = ProcessInfo.processInfo.processIdentifier
    let together = ProcessTable.proportionalMemory(of: [own])
    #expect(together > 1_000_000)
    #expect(ProcessTable.proportionalMemory(of: [own, pid_t.max]) < 2 * together)
    #expect(ProcessTable.proportionalMemory(of: [pid_t.max]) == 0)
  }
}
