import AutoMLModel
import AutoMLScheduling
import AutoMLSchedulingTestKit
import Synchronization
import Testing

@Suite("Messages through a backend")
struct MessageRelayTests {
  /// Says what it was given in the name of each piece of work, and notes the answers.
  final class TalkingBackend: ComputeBackend {
    let name = "talking"
    let width = 1
    let host = Mutex<Scheduler?>(nil)
    let answers = Mutex<[MessageRelay.Answer]>([])
    private let utterances: [MessageRelay.Utterance]

    init(_ utterances: [MessageRelay.Utterance]) { self.utterances = utterances }

    nonisolated(nonsending) func perform(_ work: ComputeWork) async throws -> any Sendable {
      guard let relay = work.options.messages, let host = host.withLock({ $0 }) else { return 0 }
      await say(through: relay, on: host)
      return 0
    }

    private func say(through relay: MessageRelay, on scheduler: isolated Scheduler) {
      for utterance in utterances {
        relay.deliver(scheduler, utterance) { answer in
          self.answers.withLock { $0.append(answer) }
        }
      }
    }
  }

  func run(
    _ utterances: [MessageRelay.Utterance],
    _ subscribe: (ScheduledTask<Int, Int>) throws -> Void = { _ in }
  ) async throws -> (events: [String], answers: [MessageRelay.Answer]) {
    let notes = Sightings<String>()
    let backend = TalkingBackend(utterances)
    let run = try ScriptedTask(
      Function<Int, Int>("talker") { $0 }, on: backend, plugins: [Messaging()])
    backend.host.withLock { $0 = run.scheduler }
    run.scheduler.onFutureDone { _, _ in notes.add("S.done") }
    run.task.onDone { _, _ in notes.add("T.done") }
    try run.task.on(.messageOpen) { notes.add("\($1.kind) \($1.data.serialized())") }
    try run.task.on(.message) { notes.add("\($1.kind) \($1.data.serialized())") }
    try run.task.on(.messageRequest) { notes.add("\($1.kind) \($1.data.serialized())") }
    try run.task.on(.messageClose) { notes.add("\($1.kind) \($1.data.serialized())") }
    try subscribe(run.task)
    _ = try await run.value(1)
    return (notes.all, backend.answers.withLock { $0 })
  }

  @Test("What the work says becomes events, and answers go back by number")
  func relay() async throws {
    let (events, answers) = try await run([
      .open(1, acknowledge: 4), .message(2), .request(3, number: 5), .close,
    ]) { task in
      try task.on(.messageRequest) { $1.respond("yes") }
    }
    #expect(events == ["open 1", "message 2", "request 3", "close null", "S.done", "T.done"])
    #expect(answers == [.response(.null, number: 4), .response("yes", number: 5)])
  }

  @Test("The host hears of the close once, whoever forgets or repeats it")
  func close() async throws {
    #expect(
      try await run([.open(1, acknowledge: nil), .close, .close, .message(2)]).events
        == ["open 1", "close null", "S.done", "T.done"])
    #expect(
      try await run([.message(2)]).events == ["message 2", "S.done", "close null", "T.done"])
    #expect(try await run([.close]).events == ["S.done", "T.done"])
  }

  @Test("A callback that throws has the work asked to close")
  func callbackThrows() async throws {
    struct Failure: Error {}
    let (events, answers) = try await run([.request(1, number: 0), .request(2, number: 1)]) {
      try $0.on(.messageRequest) { _, _ in throw Failure() }
    }
    #expect(events == ["request 1", "S.done", "close null", "T.done"])
    #expect(answers == [.closeRequest, .closeRequest])
  }
}
