import AutoMLScheduling
import AutoMLSchedulingTestKit
import Foundation
import Synchronization
import Testing

@Suite("Process runner")
struct ProcessRunnerTests {
  let runner = ProcessRunner()

  func shell(
    _ script: String, grace: Duration = .seconds(5), limit: Duration? = nil
  ) -> ProcessCommand {
    ProcessCommand(
      executable: "/bin/sh", arguments: ["-c", script],
      environment: ["PATH": "/usr/bin:/bin", "GREETING": "hello"],
      workingDirectory: NSTemporaryDirectory(), gracePeriod: grace, timeLimit: limit)
  }

  /// Runs a command and gives its end, its output and its errors.
  func run(_ command: ProcessCommand) async throws -> (ProcessEnd, String, String) {
    let text = Mutex<[OutputStreamKind: [UInt8]]>([:])
    let end = try await runner.run(command) { kind, bytes in
      text.withLock { $0[kind, default: []] += bytes }
    }
    let read = text.withLock { $0 }
    return (
      end, String(decoding: read[.output] ?? [], as: UTF8.self),
      String(decoding: read[.error] ?? [], as: UTF8.self)
    )
  }

  @Test("An exit code is a result", arguments: [0, 1, 7, 255])
  func exitCode(code: Int) async throws {
    let (end, _, _) = try await run(shell("exit \(code)"))
    #expect(end == .exited(code))
  }

  @Test("A signal is a result")
  func signal() async throws {
    let (end, _, _) = try await run(shell("kill -SEGV $$"))
    #expect(end == .signalled(11))
  }

  @Test("The two streams are kept apart and the environment is the given one")
  func streams() async throws {
    let (_, output, errors) = try await run(shell("echo $GREETING; echo oops >&2"))
    #expect(output == "hello\n")
    #expect(errors == "oops\n")
  }

  @Test("Nothing of a large output is lost when the process exits at once")
  func largeOutput() async throws {
    let (end, output, _) = try await run(shell("head -c 3000000 /dev/zero | tr '\\0' x"))
    #expect(end == .exited(0))
    #expect(output.utf8.count == 3_000_000)
  }

  @Test("A program that is not there is a launch error that names it")
  func missingProgram() async throws {
    var command = shell("")
    command.executable = "/no/such/program"
    let error = await #expect(throws: ProcessLaunchError.self) {
      _ = try await runner.run(command) { _, _ in }
    }
    #expect(error?.description.contains("/no/such/program") == true)
  }

  @Test("A time limit ends the whole process group, also one that ignores SIGTERM")
  func timeLimit() async throws {
    let marker = "automl-\(UUID().uuidString)"
    let command = shell(
      "trap '' TERM; sh -c 'trap \"\" TERM; sleep 60; : \(marker)' & sleep 60; : \(marker)",
      grace: .milliseconds(100), limit: .milliseconds(200))
    let (end, _, _) = try await run(command)
    #expect(end == .timedOut)
    #expect(ProcessSearch.processes(holding: marker).isEmpty)
  }

  @Test("Cancelling the task ends the process group and says so")
  func cancellation() async throws {
    let marker = "automl-\(UUID().uuidString)"
    let (started, begin) = AsyncStream.makeStream(of: Void.self)
    let task = Task {
      try await runner.run(
        shell("sh -c 'sleep 60; : \(marker)' & echo up; wait; : \(marker)")
      ) { _, _ in begin.yield() }
    }
    for await _ in started { break }
    task.cancel()
    #expect(try await task.value == .cancelled)
    #expect(ProcessSearch.processes(holding: marker).isEmpty)
  }

  @Test("What a command leaves behind does not outlive it, even when it holds the pipe")
  func leftovers() async throws {
    let marker = "automl-\(UUID().uuidString)"
    let (end, output, _) = try await run(shell("sh -c 'sleep 60; : \(marker)' & echo done"))
    #expect(end == .exited(0))
    #expect(output == "done\n")
    #expect(ProcessSearch.processes(holding: marker).isEmpty)
  }

  @Test("What has left the process group is found by the command's marker")
  func escapees() async throws {
    let marker = "automl-\(UUID().uuidString)"
    var command = shell(
      "setsid sleep 61 >/dev/null 2>&1 & (setsid sh -c 'sleep 62 & sleep 63' >/dev/null 2>&1 &); "
        + "echo done")
    command.environment["AUTOML_TEST_MARKER"] = "inherited"
    command.marker = ProcessMarker(variable: "AUTOML_TEST_MARKER", value: marker)
    let (end, _, _) = try await run(command)
    #expect(end == .exited(0))
    #expect(ProcessSearch.processes(holding: marker, in: .environment).isEmpty)
  }

  @Test("What is just leaving the process group when the command ends is found as well")
  func latecomers() async throws {
    let run = "automl-\(UUID().uuidString)"
    try await withThrowingTaskGroup(of: Void.self) { group in
      for lane in 0..<4 {
        group.addTask {
          for round in 0..<60 {
            // The command ends at another moment of the escape each time.
            var command = shell(
              "setsid sleep 65 >/dev/null 2>&1 & i=\(round); "
                + "while [ $i -gt 0 ]; do i=$((i - 1)); done")
            command.marker = ProcessMarker(
              variable: "AUTOML_TEST_MARKER", value: "\(run)-\(lane)-\(round)")
            let end = try await runner.run(command) { _, _ in }
            #expect(end == .exited(0))
          }
        }
      }
      try await group.waitForAll()
    }
    #expect(ProcessSearch.processes(holding: run, in: .environment).isEmpty)
  }

  @Test("Ending what a command left behind does not turn its result into a timeout")
  func timeLimitIsTheLeaders() async throws {
    let (end, output, _) = try await run(
      shell("sh -c 'trap \"\" TERM; sleep 64' & echo done", limit: .seconds(30)))
    #expect(end == .exited(0))
    #expect(output == "done\n")
  }

  @Test("A process that ends well when it is asked to stop has its own result")
  func politeEnd() async throws {
    let (started, begin) = AsyncStream.makeStream(of: Void.self)
    let task = Task {
      try await runner.run(shell("trap 'exit 0' TERM; echo up; while :; do sleep 0.01; done")) {
        _, _ in begin.yield()
      }
    }
    for await _ in started { break }
    task.cancel()
    #expect(try await task.value == .exited(0))
  }

  @Test("The start time tells a process from its absence")
  func startTime() {
    let own = ProcessTable.startTime(of: Int(ProcessInfo.processInfo.processIdentifier))
    #expect((own ?? 0) > 0)
    #expect(ProcessTable.startTime(of: Int(Int32.max)) == nil)
  }

  @Test("What the reader of the output throws ends the process group and comes through")
  func readerThrows() async throws {
    struct Refused: Error {}
    let marker = "automl-\(UUID().uuidString)"
    await #expect(throws: Refused.self) {
      _ = try await runner.run(shell("echo bad; sleep 60; : \(marker)")) { _, _ in
        throw Refused()
      }
    }
    #expect(ProcessSearch.processes(holding: marker).isEmpty)
  }

  @Test("Killing everything ends a stop's grace period at once")
  func killAll() async throws {
    let (started, begin) = AsyncStream.makeStream(of: Void.self)
    let task = Task {
      try await runner.run(
        shell("trap '' TERM; echo up; sleep 60 & wait; sleep 60", grace: .seconds(60))
      ) { _, _ in begin.yield() }
    }
    for await _ in started { break }
    task.cancel()
    runner.killAll()
    #expect(try await task.value == .cancelled)
  }
}
