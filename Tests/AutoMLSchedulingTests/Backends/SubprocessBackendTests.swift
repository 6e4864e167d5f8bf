import AutoMLModel
import AutoMLScheduling
import AutoMLSchedulingTestKit
import Foundation
import Synchronization
import Testing

@Suite("Subprocess backend")
struct SubprocessBackendTests {
  struct Point: Codable, Equatable, Sendable {
    var x: Int
    var label: String
  }

  func backend(
    outputLimit: Int = 1 << 20, _ notes: Sightings<String> = Sightings<String>()
  ) throws -> SubprocessBackend {
    try SubprocessBackend(
      width: 2, workingDirectory: NSTemporaryDirectory(), outputLimit: outputLimit
    ) { work, line in notes.add("\(work.id) \(line.stream) \(line.text)") }
  }

  func value<Output: Codable & Sendable>(
    _ script: String, _ input: JSONValue = .null, as type: Output.Type = JSONValue.self,
    outputLimit: Int = 1 << 20, _ notes: Sightings<String> = Sightings<String>()
  ) async throws -> Output {
    try await ScriptedTask<JSONValue, Output>(
      sh: script, on: backend(outputLimit: outputLimit, notes)
    ).value(input)
  }

  @Test(
    "Input and result are JSON documents",
    arguments: [FunctionCall.InputPassing.standardInput, .argument])
  func roundTrip(passing: FunctionCall.InputPassing) async throws {
    let script = passing == .argument ? #"printf '%s' "$1""# : "cat"
    let task = try ScriptedTask<Point, Point>(sh: script, passing: passing, on: backend())
    let point = Point(x: 3, label: "ä \"b\" $HOME\n")
    #expect(try await task.value(point) == point)
  }

  @Test(
    "The result is all of the output or its last line",
    arguments: [
      ("3", 3), ("  3 \n\n", 3), ("log\n3\n", 3), ("10%\r50%\r3", 3), ("1\n2\n3", 3),
      ("{\"a\":\n 1}", ["a": 1]), ("x\nnull\n", nil), ("[1,\n2]", [1, 2]),
    ] as [(String, JSONValue)])
  func result(output: String, expected: JSONValue) async throws {
    let text = output.replacing("\\", with: "\\\\").replacing("\n", with: "\\n")
      .replacing("\r", with: "\\r").replacing("%", with: "%%")
    #expect(try await value("printf '\(text)'") == expected)
  }

  @Test("Lines that are not the result are told, standard error before standard output")
  func lines() async throws {
    let notes = Sightings<String>()
    let result = try await value(
      "echo one; echo two >&2; printf 'three' >&2; echo '{}'", as: JSONValue.self, notes)
    #expect(result == .object([]))
    #expect(notes.all == ["0 error two", "0 error three", "0 output one"])
  }

  @Test("A document of several lines is no output to be told")
  func document() async throws {
    let notes = Sightings<String>()
    _ = try await value("printf '[1,\\n2]\\n'", as: JSONValue.self, notes)
    #expect(notes.all.isEmpty)
  }

  @Test(
    "An end that is no result is told by its kind",
    arguments: [
      ("echo why >&2; echo >&2; exit 3", "exit code 3; it said: why"), ("exit 1", "exit code 1"),
      ("kill -SEGV $$", "signal 11 (SIGSEGV)"), ("echo 3; kill -9 $$", "signal 9 (SIGKILL)"),
    ])
  func death(script: String, how: String) async throws {
    await #expect(throws: ComputeError.workerDied(work: "script", how)) {
      _ = try await value(script)
    }
  }

  @Test(
    "Output that is no result is refused",
    arguments: [
      "true", "echo three", "echo NaN", "echo 1; echo two", "echo '\"text\"'", "echo 1.5",
    ])
  func invalidOutput(script: String) async throws {
    let error = await #expect(throws: ComputeError.self) {
      _ = try await value(script, as: Int.self)
    }
    guard case .invalidOutput(work: "script", _) = error else {
      Issue.record("\(error.map { "\($0)" } ?? "nothing") was thrown")
      return
    }
  }

  @Test("More output than is allowed ends the process")
  func tooMuchOutput() async throws {
    await #expect(
      throws: ComputeError.invalidOutput(work: "script", "it printed more than 1000 bytes")
    ) { _ = try await value("yes; echo 1", outputLimit: 1000) }
  }

  @Test("Input that JSON cannot hold is refused")
  func invalidInput() async throws {
    let task = try ScriptedTask<Double, Double>(sh: "cat", on: backend())
    let error = await #expect(throws: ComputeError.self) { _ = try await task.value(.nan) }
    guard case .invalidInput(work: "script", _) = error else {
      Issue.record("\(error.map { "\($0)" } ?? "nothing") was thrown")
      return
    }
  }

  @Test(
    "A large input arrives whole, or is left unread without harm",
    arguments: [
      ("wc -c", 3_000_000, 3_000_002), ("echo 5", 200_000, 5), ("exec <&-; echo 6", 200_000, 6),
    ])
  func largeInput(script: String, size: Int, expected: Int) async throws {
    let task = try ScriptedTask<String, Int>(sh: script, on: backend())
    #expect(try await task.value(String(repeating: "x", count: size)) == expected)
  }

  @Test("Work that only this process can do is refused")
  func notPortable() async throws {
    let closure = try ScriptedTask(Function<Int, Int>("named") { $0 }, on: backend())
    await #expect(throws: ComputeError.notPortable(work: "named", backend: "subprocess")) {
      _ = try await closure.value(1)
    }
    let messaging = try ScriptedTask<Int, Int>(sh: "cat", on: backend(), plugins: [Messaging()])
    await #expect(throws: ComputeError.needsWorkers(work: "script", backend: "subprocess")) {
      _ = try await messaging.value(1)
    }
  }

  @Test("A program that is not there is a launch error")
  func missing() async throws {
    let task = try ScriptedTask<Int, Int>(
      Function("gone", command: ["./no-such-program"]), on: backend())
    let error = await #expect(throws: ProcessLaunchError.self) { _ = try await task.value(1) }
    #expect(error?.executable.hasSuffix("/no-such-program") == true)
  }

  @Test("Stopping without waiting ends the process, and what left its group")
  func cancellation() async throws {
    let mark = "automl-\(UUID().uuidString)"
    let running = Mutex<Scheduler?>(nil)
    let scheduler = Scheduler(
      backend: try SubprocessBackend(width: 1) { _, line in
        if line.text == "up" { running.withLock { $0 }?.requestStop() }
      })
    running.withLock { $0 = scheduler }
    let task = try scheduler.task(
      Function<Int, Int>(
        "sleeper",
        command: ["/bin/sh", "-c", "setsid sh -c 'echo up >&2; sleep 60; : \(mark)' & sleep 60"]))
    scheduler.onStart { scheduler in _ = try task.submit(1, on: scheduler) }
    try await scheduler.run(wait: false)
    #expect(scheduler.eventCounts[.futureCancelled] == 1)
    #expect(ProcessSearch.processes(holding: mark).isEmpty)
  }

  @Test("The environment is the given one and what plugins add")
  func environment() async throws {
    let backend = try SubprocessBackend(width: 1, environment: ["PATH": "/usr/bin:/bin", "A": "5"])
    let task = try ScriptedTask<Int, [String]>(
      sh: #"echo "[\"$A\", \"$OMP_NUM_THREADS\", \"$MKL_NUM_THREADS\", \"$HOME\"]""#, on: backend,
      plugins: [ThreadCount(3)])
    #expect(try await task.value(1) == ["5", "3", "3", ""])
  }
}
