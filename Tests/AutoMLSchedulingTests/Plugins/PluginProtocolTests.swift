import AutoMLScheduling
import AutoMLSchedulingTestKit
import Testing

@Suite("Plugins of a task", .timeLimit(.minutes(5)))
struct PluginProtocolTests {
  /// Notes what it is asked, and answers as it was told to.
  struct Guard: TaskPlugin {
    enum Answer {
      case accept, refuse, fail
      /// Adds so much to an input.
      case add(Int)
      /// Has a number given back, whatever the input is.
      case give(Int)
    }

    let name: String
    let answer: Answer
    let asked: Sightings<String>

    init(_ name: String, _ answer: Answer, _ asked: Sightings<String>) {
      self.name = name
      self.answer = answer
      self.asked = asked
    }

    func preSubmit<Input, Output>(
      _ submission: inout Submission<Input, Output>, of task: ScheduledTask<Input, Output>,
      on scheduler: isolated Scheduler
    ) throws -> Bool {
      asked.add("\(name) \(task.name) \(submission.input)")
      submission.whenAccepted.append { [name, asked] _, work in asked.add("\(name) #\(work.id)") }
      switch answer {
      case .accept: return true
      case .refuse: return false
      case .fail: throw TestFault(name)
      case .add(let number):
        let input = try #require(submission.input as? Int)
        submission.input = try #require(input + number as? Input)
      case .give(let number):
        let output = try #require(number as? Output)
        submission.body = { _ in output }
      }
      return true
    }
  }

  @Test("are asked in their order, each about what the one before made", arguments: Backends.all)
  func order(_ backend: BackendUnderTest) async throws {
    let asked = Sightings<String>()
    let scheduler = try backend.scheduler()
    let task = try scheduler.task(
      try backend.function(TestFunctions.double),
      plugins: [Guard("a", .add(1), asked), Guard("b", .add(10), asked)])
    try scheduler.attach(Guard("c", .accept, asked), to: task)
    scheduler.onFutureSubmitted { _, _ in asked.add("event") }
    task.onSubmitted { _, submission in asked.add("told \(submission.input)") }
    task.onResult { _, result in asked.add("result \(result.value)") }
    scheduler.onStart { scheduler, _ in _ = try task.submit(5, on: scheduler) }
    try await scheduler.run()
    #expect(
      asked.all == [
        "a double 5", "b double 6", "c double 16", "a #0", "b #0", "c #0", "event", "told 16",
        "result 32",
      ])
    #expect(task.plugins.map(\.name) == ["a", "b", "c"])
  }

  @Test("may have something else computed in this process", arguments: Backends.inThisProcess)
  func body(_ backend: BackendUnderTest) async throws {
    let asked = Sightings<String>()
    let scheduler = try backend.scheduler()
    let task = try scheduler.task(
      TestFunctions.double, plugins: [Guard("a", .give(1), asked), Guard("b", .give(7), asked)])
    let results = Sightings<Int>()
    task.onResult { _, result in results.add(result.value) }
    scheduler.onStart { scheduler, _ in _ = try task.submit(5, on: scheduler) }
    try await scheduler.run()
    #expect(results.all == [7])
  }

  @Test("that refuse leave nothing behind, and later ones are not asked", arguments: Backends.all)
  func refusal(_ backend: BackendUnderTest) async throws {
    let asked = Sightings<String>()
    let scheduler = try backend.scheduler()
    let task = try scheduler.task(
      try backend.function(TestFunctions.double),
      plugins: [
        Guard("a", .accept, asked), Guard("b", .refuse, asked), Guard("c", .accept, asked),
        Guard("d", .fail, asked),
      ])
    let log = EventLog(scheduler)
    log.follow(task)
    scheduler.onStart { scheduler, _ in
      let work = try task.submit(5, on: scheduler)
      #expect(work == nil)
      #expect(scheduler.isEmpty && !task.isRunning)
    }
    #expect(try await scheduler.run().code == .exhausted)
    #expect(asked.all == ["a double 5", "b double 5"])
    #expect(log.line == "S.start S.empty S.finishing S.finished")
  }

  @Test("that throw have it thrown by the submission", arguments: Backends.all)
  func failure(_ backend: BackendUnderTest) async throws {
    let asked = Sightings<String>()
    let scheduler = try backend.scheduler()
    let task = try scheduler.task(
      try backend.function(TestFunctions.double),
      plugins: [
        Guard("a", .accept, asked), Guard("b", .fail, asked), Guard("c", .accept, asked),
      ])
    let log = EventLog(scheduler)
    log.follow(task)
    scheduler.onStart { scheduler, _ in
      #expect(throws: TestFault("b")) { try task.submit(5, on: scheduler) }
      // What a callback lets through follows the run's policy.
      _ = try task.submit(6, on: scheduler)
    }
    await #expect(throws: TestFault("b")) { try await scheduler.run() }
    #expect(asked.all == ["a double 5", "b double 5", "a double 6", "b double 6"])
    #expect(log.line == "S.start S.stop S.finishing S.finished")
    #expect(await scheduler.isEmpty)
  }

  @Test("are asked about submissions from outside of callbacks too")
  func outside() async throws {
    let asked = Sightings<String>()
    let scheduler = Scheduler(backend: .sequential)
    let refusing = try scheduler.task(
      TestFunctions.double, plugins: [Guard("a", .refuse, asked)])
    let failing = try scheduler.task(
      TestFunctions.square, plugins: [Guard("b", .fail, asked)])
    let (started, start) = AsyncStream.makeStream(of: Void.self)
    scheduler.onStart { _, _ in start.yield() }
    async let exit = scheduler.run(endOnEmpty: false)
    for await _ in started { break }
    #expect(try await scheduler.submit(refusing, 1) == nil)
    await #expect(throws: TestFault("b")) { try await scheduler.submit(failing, 2) }
    await scheduler.stop()
    #expect(try await exit.code == .stopped)
    #expect(asked.all == ["a double 1", "b square 2"])
    #expect(scheduler.eventCounts[.futureSubmitted] == nil)
  }
}
