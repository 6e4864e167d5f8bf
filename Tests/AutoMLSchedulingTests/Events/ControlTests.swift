import AutoMLSchedulingTestKit
import Testing

@testable import AutoMLScheduling

@Suite("Callback controls", .timeLimit(.minutes(5)))
struct ControlTests {
  /// A run that emits an event of its own from 1 to a number, in on_start.
  func emit(
    _ event: Subscriber<Int>, upTo count: Int, onException: ExceptionPolicy = .raise
  ) async throws {
    let scheduler = Scheduler(backend: .sequential)
    scheduler.onStart { scheduler, _ in
      for number in 0..<count { event.emit(number + 1, on: scheduler) }
    }
    try await scheduler.run(onException: onException)
  }

  @Test("let through the emissions of the table", arguments: ControlRow.all)
  func row(_ row: ControlRow) async throws {
    let event = Subscriber(Event<Int>("mine"))
    let calls = Sightings<Int>()
    let answers = Answers()
    event.subscribe(try row.controls(answers)) { _, number in calls.add(number) }
    try await emit(event, upTo: row.emissions)
    #expect(calls.all == row.calls)
    #expect(answers.count == row.asked ?? 0)
    #expect(event.count == row.emissions)
  }

  @Test("count apart for each callback of an event")
  func apart() async throws {
    let event = Subscriber(Event<Int>("mine"))
    let calls = Sightings<String>()
    try event(every: 2) { _, number in calls.add("a\(number)") }
    try event(maxCalls: 1) { _, number in calls.add("b\(number)") }
    event { _, number in calls.add("c\(number)") }
    try await emit(event, upTo: 3)
    #expect(calls.all == ["b1", "c1", "a2", "c2", "c3"])
  }

  @Test("count over all runs of a scheduler")
  func overRuns() async throws {
    let scheduler = Scheduler(backend: .sequential)
    let calls = Sightings<Int>()
    try scheduler.onStart(maxCalls: 3) { scheduler, _ in calls.add(scheduler.onStart.count) }
    for _ in 0..<5 { try await scheduler.run() }
    #expect(calls.all == [1, 2, 3])
  }

  @Test("count a call that throws, and do not repeat it")
  func throwing() async throws {
    let event = Subscriber(Event<Int>("mine"))
    let calls = Sightings<Int>()
    try event(repeat: 3, maxCalls: 2) { _, number in
      calls.add(number)
      throw TestFault()
    }
    try await emit(event, upTo: 4, onException: .continue)
    #expect(calls.all == [1, 2])
  }

  @Test("refuse to repeat less than once", arguments: [0, -1, .min])
  func invalidRepeat(_ count: Int) {
    #expect(throws: SchedulerError.invalidControl("repeat", count)) {
      try CallbackControls(repeatCount: count)
    }
    let scheduler = Scheduler(backend: .sequential)
    #expect(throws: SchedulerError.invalidControl("repeat", count)) {
      try scheduler.onStart(repeat: count) { _, _ in }
    }
    #expect(scheduler.eventCounts == [:])
  }

  @Test("refuse every less than first", arguments: [0, -1, .min])
  func invalidEvery(_ every: Int) {
    #expect(throws: SchedulerError.invalidControl("every", every)) {
      try CallbackControls(every: every)
    }
    let scheduler = Scheduler(backend: .sequential)
    #expect(throws: SchedulerError.invalidControl("every", every)) {
      try scheduler.onFutureDone(every: every) { _, _ in }
    }
    #expect(scheduler.eventCounts == [:])
  }

  @Test("hide a callback from descriptions, not from the counts")
  func hidden() async throws {
    let scheduler = Scheduler(backend: .sequential)
    try scheduler.onStart(hidden: true, label: "behind the scenes") { _, _ in }
    scheduler.onStart(label: "shown") { _, _ in }
    try await scheduler.run()
    let summary = scheduler.onStart.summary
    #expect(summary.callbacks.map(\.label) == ["shown"])
    #expect(summary.callbacks.map(\.calls) == [1])
    #expect(summary.hasCallbacks)
  }
}
