import AutoMLModel
import AutoMLSchedulingTestKit
import Foundation
import Synchronization
import Testing

@testable import AutoMLScheduling

@Suite("The live view")
struct LiveViewTests {
  @Test("redraws in place, and ends with the state after on_finished")
  func terminal() async throws {
    let clock = ManualClock()
    let (frames, drawn) = AsyncStream.makeStream(of: String.self)
    let view = LiveView(isTerminal: true, size: { .init(rows: 60) }, clock: clock) {
      drawn.yield($0)
    }
    let gate = try FileGate()
    let scheduler = Scheduler(backend: .sequential)
    scheduler.onStart { scheduler in
      try scheduler.submit("slow") { try await TestFunctions.hold.body(gate.visit()) }
    }
    async let run = scheduler.run(display: view)
    var iterator = frames.makeAsyncIterator()

    await clock.sleepers(1)
    clock.advance(by: LiveView.interval)
    let first = try #require(await iterator.next())
    #expect(first.hasPrefix("\u{1B}[?7l╭─ Scheduler"))
    #expect(first.contains("▶ slow #0"))

    // Nothing has changed: there is no frame for this interval.
    await clock.sleepers(1)
    clock.advance(by: LiveView.interval)
    await clock.sleepers(1)
    try gate.open()
    _ = try await run
    let last = try #require(await iterator.next())
    let height = first.count { $0 == "\n" }
    #expect(last.hasPrefix("\u{1B}[?7l\r\u{1B}[\(height)A\u{1B}[J╭─ Scheduler"))
    #expect(last.hasSuffix(await scheduler.description + "\n\u{1B}[?7h"))
    #expect(last.contains("@on_finished 1"))
    drawn.finish()
    #expect(await iterator.next() == nil)
  }

  @Test("writes only the last tree where there is no terminal")
  func noTerminal() async throws {
    let output = Sightings<String>()
    let view = LiveView(isTerminal: false, clock: ManualClock(), write: output.add)
    let scheduler = Scheduler(backend: .sequential)
    scheduler.onStart { scheduler in try scheduler.submit { 1 } }
    try await scheduler.run(display: view)
    #expect(output.all == [await scheduler.description + "\n"])
  }

  @Test("draws one frame for a run that is over before the first interval", .timeLimit(.minutes(5)))
  func fastRun() async throws {
    let output = Sightings<String>()
    let view = LiveView(isTerminal: true, clock: ManualClock(), write: output.add)
    let scheduler = Scheduler(backend: .sequential)
    for _ in 0..<3 { try await scheduler.run(display: view) }
    #expect(output.all.count == 3)
    #expect(output.all.allSatisfy { $0.hasPrefix("\u{1B}[?7l╭─ Scheduler") })
  }

  @Test("writes the last tree to a descriptor that is no terminal")
  func descriptor() async throws {
    let pipe = Pipe()
    let scheduler = Scheduler(backend: .sequential)
    try await scheduler.run(
      display: LiveView(descriptor: pipe.fileHandleForWriting.fileDescriptor))
    try pipe.fileHandleForWriting.close()
    let written = try #require(try pipe.fileHandleForReading.readToEnd())
    #expect(String(decoding: written, as: UTF8.self) == (await scheduler.description) + "\n")
  }

  @Test("shows the end of a run that fails too")
  func failure() async throws {
    let output = Sightings<String>()
    let scheduler = Scheduler(backend: .sequential)
    scheduler.onStart { _ in throw TestFault() }
    await #expect(throws: TestFault.self) {
      try await scheduler.run(display: LiveView(isTerminal: false, write: output.add))
    }
    #expect(output.all.first?.contains("@on_stop 1") == true)
  }

  @Test(
    "fits into the terminal and leaves a line to the cursor",
    arguments: [(1, 80), (2, 10), (5, 30), (24, 80), (24, 200), (100, 1)])
  func size(rows: Int, columns: Int) async throws {
    let scheduler = Scheduler(backend: .sequential)
    _ = try scheduler.task("a task") { (number: Int) in number }
    let frame = LiveView.Frame(
      await scheduler.snapshot, size: .init(rows: rows, columns: columns))
    #expect(frame.lines.count <= max(1, rows - 1))
    #expect(frame.lines.allSatisfy { $0.cellCount <= min(80, columns) })
    let text = frame.text(over: frame)
    #expect(text.hasPrefix("\u{1B}[?7l\r\u{1B}[\(frame.lines.count)A\u{1B}[J"))
    #expect(text.count { $0 == "\n" } == frame.lines.count)
    #expect(!frame.text(over: .nothing).contains("\r"))
  }
}
