import AutoMLModel
import AutoMLScheduling
import AutoMLSchedulingTestKit
import Testing

@Suite("Messages of workers", .timeLimit(.minutes(5)))
struct WorkerMessageTests {
  /// Runs one piece of work of a task that talks, and logs every event.
  func talk<Output: Codable & Sendable>(
    _ name: String, _ input: Int, as type: Output.Type, in fixture: PoolFixture,
    prepare: (ScheduledTask<Int, Output>) throws -> Void = { _ in }
  ) async throws -> (log: EventLog, results: [Output], failures: [String]) {
    let scheduler = Scheduler(backend: fixture.pool)
    let function = Function<Int, Output>(name) { _ in throw CancellationError() }
    let task = try scheduler.task(function, plugins: [Messaging()])
    let log = EventLog(scheduler)
    log.follow(task)
    try log.follow(.messageOpen, of: task)
    try log.follow(.message, of: task)
    try log.follow(.messageRequest, of: task)
    try log.follow(.messageClose, of: task)
    try prepare(task)
    let results = Sightings<Output>()
    let failures = Sightings<String>()
    task.onResult { _, result in results.add(result.value) }
    task.onException { _, failure in failures.add("\(failure.error)") }
    scheduler.onStart { _ in try task.submit(input) }
    try await scheduler.run(onException: .continue)
    return (log, results.all, failures.all)
  }

  @Test("What a worker sends is heard in its order, between the submission and the result")
  func sending() async throws {
    try await PoolFixture.with { fixture in
      let heard = Sightings<JSONValue>()
      let (log, results, _) = try await talk("talk-send", 3, as: Int.self, in: fixture) { task in
        try task.on(.message) { _, message in heard.add(message.data) }
      }
      #expect(results == [3])
      #expect(heard.all == [0, 1, 2])
      #expect(
        log.line == """
          S.start S.future_submitted T.submitted P.comm-open P.comm-message P.comm-message \
          P.comm-message P.comm-close S.future_done S.future_result T.done T.result S.empty \
          S.finishing S.finished
          """)
    }
  }

  @Test("What a worker asks is answered")
  func asking() async throws {
    try await PoolFixture.with { fixture in
      let (log, results, failures) = try await talk("talk-ask", 3, as: [Double].self, in: fixture) {
        try $0.on(.messageRequest) { _, message in
          message.respond(.number((message.data.double ?? 0) * 2))
        }
      }
      #expect(failures == [])
      #expect(results == [[2, 4, 6]])
      #expect(log.names.count { $0 == "P.comm-request" } == 3)
    }
  }

  @Test(
    "A worker that throws or dies closes before its work has ended",
    arguments: ["talk-fail", "talk-die"])
  func closeOnFailure(name: String) async throws {
    try await PoolFixture.with { fixture in
      let (log, _, failures) = try await talk(name, 1, as: Int.self, in: fixture)
      #expect(failures.count == 1)
      #expect(
        log.line == """
          S.start S.future_submitted T.submitted P.comm-message P.comm-close S.future_done \
          S.future_exception T.done T.exception S.empty S.finishing S.finished
          """)
    }
  }

  @Test("A callback that throws makes the worker's requests fail instead of wait")
  func closeRequest() async throws {
    try await PoolFixture.with { fixture in
      let (_, _, failures) = try await talk("talk-ask", 1, as: [Double].self, in: fixture) {
        try $0.on(.messageRequest) { _, _ in throw TestFault() }
      }
      #expect(failures.count == 1)
      #expect(failures.first?.contains("answers no more") == true)
    }
  }

  @Test("A worker that asks where nobody listens is told so")
  func nobodyListens() async throws {
    try await PoolFixture.with { fixture in
      let function = Function<Int, [Double]>("talk-ask") { _ in throw CancellationError() }
      let error = await #expect(throws: ComputeError.self) {
        _ = try await fixture.call(function, 1)
      }
      #expect(error?.description.contains("answers no more") == true)
    }
  }

  @Test("Lines that a worker prints go through the task's filter")
  func filter() async throws {
    try await PoolFixture.with { fixture in
      let scheduler = Scheduler(backend: fixture.pool)
      let function = Function<String, Int>("print") { $0.count }
      let filter = OutputFilter([
        .containing("secret", .drop), .containing("loud", .mark("worker: ")),
      ])
      let task = try scheduler.task(function, plugins: [filter])
      scheduler.onStart { _ in try task.submit("a secret\nloud\nplain") }
      try await scheduler.run()
      #expect(fixture.printed.text(at: "print") == "worker: loud\nplain\n")
    }
  }
}
