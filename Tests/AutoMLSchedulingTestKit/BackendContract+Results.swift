import AutoMLScheduling
import Testing

extension BackendContract {
  static let results: [BackendContract] = [
    BackendContract("A result has the value and the type of its function") { backend in
      let outcome = try await backend.outcome(of: TestFunctions.double, [21])
      #expect(outcome.exit.code == .exhausted)
      #expect(outcome.values == [0: 42])
      #expect(outcome.line == oneResult)
    },
    BackendContract("Each of many calls gets the result of its own input") { backend in
      let inputs = Array(0..<40)
      let outcome = try await backend.outcome(of: TestFunctions.square, inputs, width: 3)
      #expect(outcome.values == Dictionary(uniqueKeysWithValues: inputs.map { ($0, $0 * $0) }))
    },
    BackendContract("Long and odd texts come back unchanged") { backend in
      let texts = [
        "", "\n", "a\nb\r\n", "\"\\\u{1}\u{7f}\u{2028}", "ß 日本 🙂", "{\"not\": [\"a result\"]}",
        String(repeating: "0123456789\n", count: 20_000),
      ]
      let outcome = try await backend.outcome(of: TestFunctions.text, texts)
      for (index, text) in texts.enumerated() { #expect(outcome.values[index] == text) }
    },
    BackendContract("A result can be awaited outside of callbacks") { backend in
      let scheduler = try backend.scheduler()
      let function = try backend.function(TestFunctions.double)
      let (works, found) = AsyncStream.makeStream(of: SubmittedWork<Int>.self)
      scheduler.onStart { scheduler, _ in found.yield(try scheduler.submit(function, 4)) }
      async let exit = scheduler.run()
      for await work in works {
        #expect(try await work.value == 8)
        break
      }
      #expect(try await exit.code == .exhausted)
    },
    BackendContract("A result may lead to the next call, many times over") { backend in
      let scheduler = try backend.scheduler(width: 1)
      let function = try backend.function(TestFunctions.collatz)
      let values = Sightings([27])
      scheduler.onStart { scheduler, _ in _ = try scheduler.submit(function, 27) }
      scheduler.onFutureResult { scheduler, result in
        guard let value = result.value as? Int else { return }
        values.add(value)
        if value != 1, values.count < 30 { _ = try scheduler.submit(function, value) }
      }
      #expect(try await scheduler.run().code == .exhausted)
      #expect(values.all.prefix(6) == [27, 82, 41, 124, 62, 31])
      #expect(values.count == 30)
    },
    BackendContract("The work is done in another process", of: .otherProcesses) { backend in
      let here = try await TestFunctions.processID.body(0)
      let outcome = try await backend.outcome(of: TestFunctions.processID, [0, 0])
      #expect(outcome.values.count == 2)
      #expect(!outcome.values.values.contains(here))
    },
  ]

  /// The order of events when one call is made and gives a result.
  private static let oneResult = """
    S.start S.future_submitted T.submitted S.future_done S.future_result T.done T.result S.empty \
    S.finishing S.finished
    """
}

/// What came of some calls of one function.
struct Outcome<Output: Sendable>: Sendable {
  let exit: ExitState
  /// The results by the number of the call.
  let values: [Int: Output]
  /// The errors by the number of the call.
  let errors: [Int: any Error]
  let counts: EventCounts
  let line: String
}

extension BackendUnderTest {
  /// Runs a function once for each input, all submitted at the start.
  func outcome<Input: Codable & Sendable, Output: Codable & Sendable>(
    of function: Function<Input, Output>, _ inputs: [Input], width: Int = 2,
    onException: ExceptionPolicy = .continue
  ) async throws -> Outcome<Output> {
    let scheduler = try scheduler(width: width)
    let task = try scheduler.task(try self.function(function))
    let log = EventLog(scheduler)
    log.follow(task)
    let values = Sightings<(Int, Output)>()
    let errors = Sightings<(Int, any Error)>()
    task.onResult { _, result in values.add((result.work.id, result.value)) }
    task.onException { _, failure in errors.add((failure.work.id, failure.error)) }
    scheduler.onStart { scheduler, _ in
      for input in inputs { _ = try task.submit(input, on: scheduler) }
    }
    let exit = try await scheduler.run(onException: onException)
    return Outcome(
      exit: exit, values: Dictionary(values.all) { first, _ in first },
      errors: Dictionary(errors.all) { first, _ in first }, counts: scheduler.eventCounts,
      line: log.line)
  }
}
