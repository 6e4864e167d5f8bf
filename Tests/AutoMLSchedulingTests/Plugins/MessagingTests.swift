import AutoMLModel
import AutoMLScheduling
import AutoMLSchedulingTestKit
import Synchronization
import Testing

@Suite("Messaging")
struct MessagingTests {
  struct Failure: Error {}

  /// A task whose events are noted.
  func observed<Output: Codable & Sendable>(
    on backend: any ComputeBackend = .sequential, _ notes: Sightings<String> = Sightings<String>(),
    _ body: @escaping @Sendable @concurrent (Int) async throws -> Output
  ) throws -> ScriptedTask<Int, Output> {
    let run = try ScriptedTask(
      Function<Int, Output>("talker", body), on: backend, plugins: [Messaging()])
    run.scheduler.onFutureDone { _, _ in notes.add("S.done") }
    run.task.onSubmitted { _, _ in notes.add("T.submitted") }
    try run.task.on(.messageOpen) { notes.add("open \($1.data.serialized())") }
    try run.task.on(.message) { notes.add("message \($1.data.serialized())") }
    try run.task.on(.messageRequest) { notes.add("request \($1.data.serialized())") }
    try run.task.on(.messageClose) { notes.add("close \($1.work.id)") }
    return run
  }

  @Test("Messages come in the order in which they were sent", arguments: Backends.inThisProcess)
  func sendingWorker(_ backend: BackendUnderTest) async throws {
    let notes = Sightings<String>()
    let run = try observed(on: try backend.backend(), notes) { count in
      let channel = try Messaging.currentChannel()
      try await channel.open("hello")
      for number in 0..<count { try await channel.send(.integer(Int64(number))) }
      await channel.close()
      return count
    }
    #expect(try await run.value(3) == 3)
    #expect(
      notes.all == [
        "T.submitted", "open \"hello\"", "message 0", "message 1", "message 2", "close 0",
        "S.done",
      ])
    #expect(run.task.eventCounts["comm-message"] == 3)
    #expect(run.scheduler.eventCounts[.futureResult] == 1)
  }

  @Test("Requests are answered, at once or later", arguments: Backends.inThisProcess)
  func waitingWorker(_ backend: BackendUnderTest) async throws {
    let run = try observed(on: try backend.backend()) { count in
      let channel = try Messaging.currentChannel()
      var answers: [JSONValue] = []
      for number in 1...count {
        answers.append(try await channel.request(.integer(Int64(number))))
        try await channel.send(answers[number - 1])
      }
      return answers
    }
    try run.task.on(.messageRequest) { scheduler, request in
      let double = JSONValue.number((request.data.double ?? 0) * 2)
      if request.data == 2 {
        try scheduler.callLater(after: .zero) { _ in request.respond(double) }
      } else {
        request.respond(double)
        request.respond("late")
      }
    }
    #expect(try await run.value(3) == [2.0, 4.0, 6.0])
    #expect(run.task.eventCounts["comm-request"] == 3)
    #expect(run.task.eventCounts["comm-message"] == 3)
    #expect(run.task.eventCounts["comm-open"] == 0)
    #expect(run.task.eventCounts["comm-close"] == 1)
  }

  @Test(
    "What seems to be nothing is delivered", arguments: [nil, 0, "", [], false, [:]] as [JSONValue])
  func nothing(data: JSONValue) async throws {
    let heard = Mutex<[JSONValue]>([])
    let run = try observed { _ in
      let channel = try Messaging.currentChannel()
      try await channel.open(data, waitForAcknowledgement: true)
      try await channel.send(data)
      return try await channel.request(data)
    }
    try run.task.on(.messageOpen) { _, message in heard.withLock { $0.append(message.data) } }
    try run.task.on(.message) { _, message in heard.withLock { $0.append(message.data) } }
    try run.task.on(.messageRequest) { $1.respond($1.data) }
    #expect(try await run.value(0) == data)
    #expect(heard.withLock { $0 } == [data, data])
  }

  @Test("The channel is closed once when the work throws, before its end")
  func closeOnFailure() async throws {
    let notes = Sightings<String>()
    let run = try observed(notes) { _ -> Int in
      try await Messaging.currentChannel().open()
      throw Failure()
    }
    await #expect(throws: Failure.self) { _ = try await run.value(0) }
    #expect(notes.all == ["T.submitted", "open null", "close 0", "S.done"])
  }

  @Test("Work that says nothing is not heard")
  func silence() async throws {
    let notes = Sightings<String>()
    let run = try observed(notes) { $0 }
    #expect(try await run.value(7) == 7)
    #expect(notes.all == ["T.submitted", "S.done"])
  }

  @Test("A closed channel refuses, and so does code that is no such work")
  func closed() async throws {
    let run = try observed { _ -> String in
      let channel = try Messaging.currentChannel()
      try await channel.open()
      await channel.close()
      await channel.close()
      await #expect(throws: MessagingError.closed) { try await channel.send(1) }
      await #expect(throws: MessagingError.closed) { _ = try await channel.request(1) }
      return "done"
    }
    #expect(try await run.value(0) == "done")
    #expect(run.task.eventCounts["comm-close"] == 1)
    #expect(throws: MessagingError.noChannel) { try Messaging.currentChannel() }
  }

  @Test("A request that nobody answers in time throws, and a late answer is dropped")
  func timeout() async throws {
    let limit = Duration.milliseconds(20)
    let late = Mutex<WorkMessage?>(nil)
    let run = try observed { _ -> [JSONValue] in
      let channel = try Messaging.currentChannel()
      await #expect(throws: MessagingError.timeout(limit)) {
        _ = try await channel.request(1, timeout: limit)
      }
      return [try await channel.request(2, timeout: .seconds(60))]
    }
    try run.task.on(.messageRequest) { _, request in
      if let first = late.withLock({ $0 }) {
        first.respond("late")
        request.respond("in time")
      } else {
        late.withLock { $0 = request }
      }
    }
    #expect(try await run.value(0) == ["in time"])
  }

  @Test("Requests that wait and later ones are refused when a callback throws")
  func callbackThrows() async throws {
    let notes = Sightings<String>()
    let run = try observed(notes) { _ -> Int in
      let channel = try Messaging.currentChannel()
      for number in [1, 2] as [JSONValue] {
        await #expect(throws: MessagingError.closeRequested) {
          _ = try await channel.request(number)
        }
      }
      try await channel.send(3)
      return 4
    }
    try run.task.on(.messageRequest) { _, _ in throw Failure() }
    #expect(try await run.value(0) == 4)
    #expect(notes.all == ["T.submitted", "request 1", "message 3", "close 0", "S.done"])
  }

  @Test("Requests that wait are refused when the run is asked to stop")
  func stop() async throws {
    let run = try observed { _ -> Int in
      let channel = try Messaging.currentChannel()
      await #expect(throws: MessagingError.closeRequested) { _ = try await channel.request(1) }
      await #expect(throws: MessagingError.closeRequested) {
        try await channel.open(2, waitForAcknowledgement: true)
      }
      return 5
    }
    try run.task.on(.messageRequest) { scheduler, _ in scheduler.stop() }
    #expect(try await run.value(0) == 5)
    #expect(run.scheduler.eventCounts[.stop] == 1)
  }

  @Test("Cancelled work does not wait for an answer, and its channel is closed")
  func cancellation() async throws {
    let notes = Sightings<String>()
    let run = try observed(notes) { _ -> Int in
      _ = try await Messaging.currentChannel().request("for ever")
      return 0
    }
    try run.task.on(.messageRequest) { scheduler, _ in
      scheduler.stopNow()
    }
    run.task.onCancelled { _, _ in notes.add("T.cancelled") }
    await #expect(throws: (any Error).self) { _ = try await run.value(0) }
    #expect(notes.all == ["T.submitted", "request \"for ever\"", "close 0", "T.cancelled"])
  }

  @Test("Many messages arrive, whole and in order", .timeLimit(.minutes(5)))
  func many() async throws {
    let heard = Mutex<[JSONValue]>([])
    let run = try observed(on: .concurrent(width: 2)) { count in
      let channel = try Messaging.currentChannel()
      for number in 0..<count { try await channel.send(.integer(Int64(number))) }
      return count
    }
    try run.task.on(.message) { _, message in heard.withLock { $0.append(message.data) } }
    #expect(try await run.value(5000) == 5000)
    #expect(heard.withLock { $0 } == (0..<5000).map { .integer($0) })
  }

  @Test("A second plugin of the kind is refused, one for two tasks is not")
  func attaching() throws {
    let scheduler = Scheduler(backend: .sequential)
    let plugin = Messaging()
    let task = try scheduler.task("one", plugins: [plugin]) { (input: Int) in input }
    _ = try scheduler.task("two", plugins: [plugin]) { (input: Int) in input }
    #expect(throws: SchedulerError.duplicateEvent("comm-open")) {
      try scheduler.attach(plugin, to: task)
    }
  }
}
