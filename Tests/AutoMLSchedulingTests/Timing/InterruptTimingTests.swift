import AutoMLScheduling
import AutoMLSchedulingTestKit
import Foundation
import Synchronization
import Testing

@Suite("A run that is interrupted", .measured, .serialized, .timeLimit(.minutes(5)))
struct InterruptTimingTests {
  /// A probe that was started, and what it has printed.
  final class Running: Sendable {
    let mark = UUID().uuidString
    private let state = Mutex<(text: String, waiting: [CheckedContinuation<Void, Never>])>(("", []))
    private let process = Mutex<Int?>(nil)

    var lines: [String] { state.withLock { $0.text.split(separator: "\n").map(String.init) } }
    var id: pid_t { pid_t(process.withLock { $0 } ?? 0) }

    /// Runs the probe to its end.
    func run(_ kind: String, launcher: [String] = []) async throws -> ProcessEnd {
      var environment = ProcessInfo.processInfo.environment
      environment["INTERRUPT_TEST_MARK"] = mark
      let words = launcher + [ProbeTests.program, "interrupt", kind]
      let command = ProcessCommand(
        executable: words[0], arguments: Array(words.dropFirst()), environment: environment,
        workingDirectory: NSTemporaryDirectory())
      return try await ProcessRunner().run(command) { group in
        self.process.withLock { $0 = group }
      } output: { _, bytes in
        let waiting = self.state.withLock { state in
          state.text += String(decoding: bytes, as: UTF8.self)
          defer { state.waiting = [] }
          return state.waiting
        }
        for continuation in waiting { continuation.resume() }
      }
    }

    /// Sends SIGINT and waits until the probe has ended.
    ///
    /// - Returns: How long that took; seen by a thread of its own, which other tests do not delay.
    func interrupt() async -> Duration {
      let id = id
      return await withCheckedContinuation { continuation in
        Thread.detachNewThread {
          let began = ContinuousClock.now
          kill(id, SIGINT)
          while Self.isRunning(id) { usleep(1000) }
          continuation.resume(returning: ContinuousClock.now - began)
        }
      }
    }

    private static func isRunning(_ process: pid_t) -> Bool {
      guard let status = FileManager.default.contents(atPath: "/proc/\(process)/stat") else {
        return false
      }
      return !String(decoding: status, as: UTF8.self).contains(") Z ")
    }

    /// Waits until the probe has printed a line.
    func line(_ line: String) async {
      while !lines.contains(line) {
        await withCheckedContinuation { continuation in
          let isThere = state.withLock { state in
            let isThere = state.text.contains("\(line)\n")
            if !isThere { state.waiting.append(continuation) }
            return isThere
          }
          if isThere { continuation.resume() }
        }
      }
    }
  }

  @Test(
    "stops at once, in order, and leaves no process",
    arguments: ["tasks", "workers", "commands"])
  func stops(kind: String) async throws {
    let probe = Running()
    async let end = probe.run(kind)
    await probe.line("ready")
    let duration = await probe.interrupt()
    #expect(try await end == .exited(130))
    #expect(duration < .seconds(1))
    #expect(
      probe.lines == [
        "ready", "on_stop", "on_finishing", "on_future_cancelled", "on_future_cancelled",
        "on_finished",
      ])
    #expect(
      ProcessSearch.processes(holding: "INTERRUPT_TEST_MARK=\(probe.mark)", in: .environment)
        .isEmpty)
  }

  @Test("ends by a second SIGINT when its work ignores the first")
  func second() async throws {
    let probe = Running()
    async let end = probe.run("stubborn")
    await probe.line("ready")
    kill(probe.id, SIGINT)
    await probe.line("on_finishing")
    kill(probe.id, SIGINT)
    #expect(try await end == .signalled(Int(SIGINT)))
    #expect(probe.lines == ["ready", "on_stop", "on_finishing"])
  }

  @Test("goes on where SIGINT is ignored, as in the background of a shell")
  func ignored() async throws {
    let probe = Running()
    async let end = probe.run(
      "tasks", launcher: ["/bin/sh", "-c", "trap '' INT; exec \"$@\"", "-"])
    await probe.line("ready")
    kill(probe.id, SIGINT)
    // A signal that is not ignored is pending no more when the next one has had its effect.
    kill(probe.id, SIGTERM)
    #expect(try await end == .signalled(Int(SIGTERM)))
    #expect(probe.lines == ["ready"])
  }
}
