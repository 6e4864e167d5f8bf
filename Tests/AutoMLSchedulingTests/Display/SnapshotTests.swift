import AutoMLModel
import AutoMLSchedulingTestKit
import Synchronization
import Testing

@testable import AutoMLScheduling

@Suite("The tree of a scheduler")
struct SnapshotTests {
  @Test("is the guide's, with a number where something happened")
  func guide() async throws {
    let scheduler = Scheduler(backend: try .concurrent(width: 1))
    let double = try scheduler.task("double", plugins: [try Limiter(maxConcurrent: 2)]) { $0 * 2 }
    scheduler.onStart(label: "begin") { scheduler in try double.submit(3, on: scheduler) }
    try scheduler.onStart(hidden: true, label: "unseen") { _ in }
    scheduler.onStop(fileID: "Module/File.swift", line: 12) { _, _ in }
    double.onResult(label: "first") { _, _ in }
    double.onResult(label: "second") { _, _ in }
    try await scheduler.run()
    let tree = """
      ╭─ Scheduler ──────────────────────────────────────────────────────────────────╮
      │ Backend           Queue: (0)                                                 │
      │ ╭─ concurrent ─╮                                                             │
      │ │ width 1      │                                                             │
      │ ╰──────────────╯                                                             │
      ╰──────────────────────────────────────────────────────────────────────────────╯
      ┣━━ @on_empty 1
      ┃   @on_start 1
      ┃   └── begin (1)
      ┃   @on_finishing 1
      ┃   @on_finished 1
      ┃   @on_stop
      ┃   └── callback at Module/File.swift:12
      ┃   @on_timeout
      ┃   @on_future_submitted 1
      ┃   @on_future_done 1
      ┃   @on_future_cancelled
      ┃   @on_future_exception
      ┃   @on_future_result 1
      ┗━━ ╭─ Task double ────────────────────────────────────────────────────────────╮
          │ ╭─ Plugin limiter ─────────────────────────────────────────────────────╮ │
          │ │ Concurrent 0/2                                                       │ │
          │ ╰──────────────────────────────────────────────────────────────────────╯ │
          │ @on-submitted 1                                                          │
          │ @on-done 1                                                               │
          │ @on-result 1                                                             │
          │ ├── first (1)                                                            │
          │ └── second (1)                                                           │
          │ @on-exception                                                            │
          │ @on-cancelled                                                            │
          │ @call-limit-reached                                                      │
          │ @concurrent-limit-reached                                                │
          │ @disabled-due-to-running-task                                            │
          ╰──────────────────────────────────────────────────────────────────────────╯
      """
    #expect(await scheduler.description == tree)
  }

  @Test("ends with the events when there are no tasks")
  func noTasks() async throws {
    let lines = await Scheduler(backend: .sequential).snapshot.lines()
    #expect(lines.contains("┗━━ @on_empty"))
    #expect(lines.last == "    @on_future_result")
  }

  @Test("lists five pieces of work and counts the rest")
  func queue() async throws {
    let scheduler = Scheduler(backend: try .concurrent(width: 2))
    let seen = Mutex<[SchedulerSnapshot]>([])
    let gate = try FileGate()
    scheduler.onStart { scheduler in
      for number in 0..<9 {
        try scheduler.submit("work \(number)") { try await TestFunctions.hold.body(gate.visit()) }
      }
      seen.withLock { $0.append(scheduler.snapshot) }
    }
    try scheduler.onFutureDone(maxCalls: 1) { scheduler, _ in
      seen.withLock { $0.append(scheduler.snapshot) }
    }
    async let run = scheduler.run()
    try gate.open()
    _ = try await run
    let snapshots = seen.withLock { $0 }
    #expect(snapshots.first?.queueSize == 9)
    #expect(snapshots.first?.executing == 0)
    #expect(snapshots.first?.queue.map(\.work.id) == [0, 1, 2, 3, 4])
    #expect(snapshots.last?.queueSize == 8)
    #expect(snapshots.last?.executing == 1)
    #expect(snapshots.last?.queue.count { $0.isExecuting } == 1)
    let tree = try #require(snapshots.last).description
    #expect(tree.contains("Queue: (8), 1 being done"))
    #expect(tree.contains("▶ work"))
    #expect(tree.contains("… 3 more"))
  }

  @Test(
    "keeps its form whatever the names are",
    arguments: [
      "plain", "two\nlines", "\u{1B}[2Jgone", "\u{202E}turned",
      String(repeating: "long ", count: 99),
      String(repeating: "字", count: 99), "e" + String(repeating: "\u{301}", count: 9999), "",
    ])
  func names(name: String) async throws {
    let scheduler = Scheduler(backend: Named(name: name))
    let task = try scheduler.task(name, plugins: [Nameless(name: name)]) { (_: Int) in 1 }
    task.onDone(label: name) { _, _ in }
    scheduler.onFutureDone(label: name) { _, _ in }
    let tree = Mutex("")
    scheduler.onStart(label: name) { scheduler in
      try task.submit(1, on: scheduler)
      tree.withLock { $0 = scheduler.description }
    }
    try await scheduler.run()
    let lines = tree.withLock { $0 }.split(separator: "\n", omittingEmptySubsequences: false)
    // As many as with a plain name.
    #expect(lines.count == 32)
    for line in lines {
      #expect(line.cellCount <= 80)
      #expect(line.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control })
    }
  }

  @Test("is cut to the rows there are, idle events first", arguments: [1, 2, 7, 12, 13, 20, 40])
  func rows(rows: Int) async throws {
    let scheduler = Scheduler(backend: .sequential)
    scheduler.onStart(label: "begin") { _ in }
    try await scheduler.run()
    let snapshot = await scheduler.snapshot
    let lines = snapshot.lines(rows: rows)
    #expect(lines.count <= rows)
    switch rows {
    case 18...: #expect(lines == snapshot.lines())
    // The box, and four events of which one has a callback.
    case 11...: #expect(lines.last == "    @on_finished 1")
    default: #expect(lines.last == "… \(12 - rows) more lines")
    }
  }
}

private struct Named: ComputeBackend {
  let name: String
  let width = 1
  var details: [String] { [name] }
  nonisolated(nonsending) func perform(_ work: ComputeWork) async throws -> any Sendable {
    try await work.body()
  }
}

private struct Nameless: TaskPlugin {
  let name: String
  var details: [String] { [name] }
}
