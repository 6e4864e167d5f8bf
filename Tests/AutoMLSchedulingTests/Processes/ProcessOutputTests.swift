import AutoMLScheduling
import AutoMLSchedulingTestKit
import Foundation
import Synchronization
import Testing

@Suite("The output of a process", .timeLimit(.minutes(5)))
struct ProcessOutputTests {
  let runner = ProcessRunner()

  func shell(_ script: String) -> ProcessCommand {
    ProcessCommand(
      executable: "/bin/sh", arguments: ["-c", script], environment: ["PATH": "/usr/bin:/bin"],
      workingDirectory: NSTemporaryDirectory(), gracePeriod: .seconds(5))
  }

  /// The numbers from 1 on, one a line, as `seq` prints them.
  static func numbers(to last: Int) -> [UInt8] {
    Array((1...last).map { "\($0)\n" }.joined().utf8)
  }

  @Test("is whole and in order on both streams at once")
  func large() async throws {
    let read = Mutex<[OutputStreamKind: [UInt8]]>([:])
    let end = try await runner.run(
      shell("seq 1400000 & seq 1400000 >&2 & wait")
    ) { kind, bytes in
      // Gives way, so that the other stream's pieces come between.
      await Task.yield()
      read.withLock { $0[kind, default: []] += bytes }
    }
    #expect(end == .exited(0))
    let expected = Self.numbers(to: 1_400_000)
    #expect(expected.count > 10_000_000)
    #expect(read.withLock { $0[.output] == expected })
    #expect(read.withLock { $0[.error] == expected })
  }

  @Test("comes in pieces of 64 KiB at most, one of a stream at a time")
  func pieces() async throws {
    let pieces = Sightings<Int>()
    let handling = Mutex(0)
    let end = try await runner.run(shell("head -c 500000 /dev/zero")) { _, bytes in
      let others = handling.withLock { handling in
        defer { handling += 1 }
        return handling
      }
      #expect(others == 0)
      for _ in 0..<100 { await Task.yield() }
      handling.withLock { $0 -= 1 }
      pieces.add(bytes.count)
    }
    #expect(end == .exited(0))
    #expect(pieces.all.reduce(0, +) == 500_000)
    #expect(pieces.all.allSatisfy { $0 <= 1 << 16 })
  }

  @Test("may be taken of one stream while a piece of the other one is held")
  func independent() async throws {
    let (seen, see) = AsyncStream.makeStream(of: Void.self)
    let end = try await runner.run(
      shell("echo first; read line < /dev/null; echo second >&2; sleep 0.01; echo third")
    ) { kind, _ in
      if kind == .error {
        see.finish()
      } else {
        for await _ in seen {}
      }
    }
    #expect(end == .exited(0))
  }

  @Test("may end early; the process is still waited for")
  func closedEarly() async throws {
    let read = Mutex<[UInt8]>([])
    let end = try await runner.run(
      shell("echo before; exec >&- 2>&-; sleep 0.2; exit 7")
    ) { _, bytes in read.withLock { $0 += bytes } }
    #expect(end == .exited(7))
    #expect(read.withLock { $0 } == Array("before\n".utf8))
  }

  @Test("ends with the process, though one that left its group goes on writing to the pipe")
  func heldOpen() async throws {
    let mark = "automl-\(UUID().uuidString)"
    let command = shell(
      "setsid sh -c 'while :; do echo more; done; : \(mark)' & "
        + "while ! pgrep -f 'done; : \(mark)' > /dev/null; do sleep 0.01; done; echo done >&2")
    let end = try await runner.run(command) { _, _ in }
    // Without a marker it is left alone; here it dies of its broken pipe.
    #expect(end == .exited(0))
    #expect(try await ProcessSearch.isGone(mark))
  }

  @Test("that is refused is not waited for, and does not hold the process up")
  func refused() async throws {
    struct Refused: Error {}
    await #expect(throws: Refused.self) {
      _ = try await runner.run(
        shell("trap '' TERM; head -c 1000000 /dev/zero; exit 0")
      ) { _, _ in throw Refused() }
    }
  }

  @Test("is taken by tasks that do not see the cancellation")
  func cancellation() async throws {
    let (begun, begin) = AsyncStream.makeStream(of: Void.self)
    let (asked, ask) = AsyncStream.makeStream(of: Void.self)
    let seen = Sightings<Bool>()
    let task = Task {
      try await runner.run(
        shell("trap 'echo late; exit 0' TERM; echo up; while :; do sleep 0.01; done")
      ) { kind, _ in
        // The shell may tell of its child's end.
        if kind == .error { return }
        begin.finish()
        // Ends at once in a task that was cancelled.
        for await _ in asked {}
        seen.add(Task.isCancelled)
      }
    }
    for await _ in begun {}
    task.cancel()
    ask.finish()
    #expect(try await task.value == .exited(0))
    #expect(seen.all == [false, false])
  }
}
