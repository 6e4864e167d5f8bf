import AutoMLScheduling
import AutoMLSchedulingTestKit
import Foundation
import Synchronization
import Testing

@Suite("The grace period of a command whose leader ends first", .timeLimit(.minutes(1)))
struct GracePeriodTests {
  let runner = ProcessRunner()
  let gate: FileGate
  let marker = "automl-\(UUID().uuidString)"

  init() throws { gate = try FileGate() }

  /// A shell that dies of SIGTERM at once and leaves alone what it runs, which takes a moment.
  private func wrapper(
    _ prefix: String = "", onTerm: String = "sleep 0.3; echo done > saved; echo saved; exit 0",
    grace: Duration = .seconds(60), limit: Duration? = nil
  ) throws -> ProcessCommand {
    let child = """
      trap '\(onTerm)' TERM
      echo up; touch begun-0
      while :; do sleep 0.01; done
      """
    try child.write(toFile: "\(gate.folder)/child.sh", atomically: true, encoding: .utf8)
    return ProcessCommand(
      executable: "/bin/sh", arguments: ["-c", "\(prefix) sh child.sh \(marker); exit 5"],
      environment: ["PATH": "/usr/bin:/bin"], workingDirectory: gate.folder, gracePeriod: grace,
      timeLimit: limit, marker: ProcessMarker(variable: "AUTOML_TEST_MARKER", value: marker))
  }

  private var hasSaved: Bool { FileManager.default.fileExists(atPath: "\(gate.folder)/saved") }

  private func start(_ command: ProcessCommand) async throws -> Task<ProcessEnd, any Error> {
    let task = Task { [runner] in try await runner.run(command) { _, _ in } }
    try await gate.begun()
    return task
  }

  @Test(
    "A child that needs a moment to save its work has it, in the process group and outside",
    arguments: ["", "setsid"])
  func saves(prefix: String) async throws {
    let task = try await start(try wrapper(prefix))
    task.cancel()
    #expect(try await task.value == .cancelled)
    #expect(hasSaved)
    #expect(ProcessSearch.processes(holding: marker).isEmpty)
  }

  @Test("A command whose time is up has the grace period for all of its processes")
  func timeLimit() async throws {
    let command = try wrapper(limit: .milliseconds(500))
    #expect(try await runner.run(command) { _, _ in } == .timedOut)
    #expect(hasSaved || !gate.hasBegun())
    #expect(ProcessSearch.processes(holding: marker).isEmpty)
  }

  @Test("A reader that refuses the output does not take the grace period away")
  func refusedOutput() async throws {
    struct Refused: Error {}
    let command = try wrapper()
    await #expect(throws: Refused.self) {
      try await runner.run(command) { _, _ in throw Refused() }
    }
    #expect(hasSaved)
  }

  @Test("What is printed in the grace period is read, however much it is")
  func output() async throws {
    let lines = "seq 100000; touch saved; exit 0"
    let read = Mutex<[UInt8]>([])
    let command = try wrapper(onTerm: lines)
    let task = Task { [runner] in
      try await runner.run(command) { kind, bytes in
        // The shell tells of the sleep that was ended with it on the other stream.
        if kind == .output { read.withLock { $0 += bytes } }
      }
    }
    try await gate.begun()
    task.cancel()
    #expect(try await task.value == .cancelled)
    #expect(hasSaved)
    let text = String(decoding: read.withLock { $0 }, as: UTF8.self)
    #expect(text == "up\n" + (1...100_000).map { "\($0)\n" }.joined())
  }

  @Test(
    "What ignores SIGTERM is killed when the grace period is over, wherever it is",
    arguments: ["", "setsid"])
  func stubborn(prefix: String) async throws {
    let task = try await start(try wrapper(prefix, onTerm: "", grace: .milliseconds(200)))
    task.cancel()
    #expect(try await task.value == .cancelled)
    #expect(ProcessSearch.processes(holding: marker).isEmpty)
  }

  @Test(
    "Killing everything does not wait for what the leader left behind",
    arguments: ["", "setsid"])
  func killAll(prefix: String) async throws {
    let command = try wrapper(prefix, onTerm: "touch begun-1", grace: .seconds(3600))
    let task = try await start(command)
    task.cancel()
    // The child was asked to end, and goes on; its shell is gone.
    try await gate.begun(1)
    #expect(try await ProcessSearch.isGone("\(marker); exit 5"))
    #expect(!ProcessSearch.processes(holding: marker).isEmpty)
    runner.killAll()
    #expect(try await task.value == .cancelled)
    #expect(ProcessSearch.processes(holding: marker).isEmpty)
  }

  @Test("The end is the leader's, whatever what it left behind did with its time")
  func politeLeader() async throws {
    var command = try wrapper()
    command.arguments = [
      "-c", "trap 'exit 0' TERM; sh child.sh \(marker) & while :; do sleep 0.01; done",
    ]
    let task = try await start(command)
    task.cancel()
    #expect(try await task.value == .exited(0))
    #expect(hasSaved)
  }

  @Test("A command that ends by itself leaves nothing behind that is waited for")
  func ownEnd() async throws {
    var command = try wrapper(onTerm: "", grace: .seconds(3600))
    command.arguments = [
      "-c", "sh child.sh \(marker) & while [ ! -e begun-0 ]; do sleep 0.01; done; exit 7",
    ]
    #expect(try await runner.run(command) { _, _ in } == .exited(7))
    #expect(ProcessSearch.processes(holding: marker).isEmpty)
  }
}
