public import AutoMLModel
import Synchronization

/// Why a message could not be sent or was not answered.
public enum MessagingError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The code does not run in the work of a task with a ``Messaging`` plugin.
  case noChannel
  /// The channel was closed, or the work has ended.
  case closed
  /// No answer came in time.
  case timeout(Duration)
  /// The host wants the work to end and answers no more.
  case closeRequested

  /// A sentence for people.
  public var description: String {
    switch self {
    case .noChannel:
      "There is nobody to talk to; give the task a Messaging plugin and ask within its work."
    case .closed: "The channel is closed."
    case .timeout(let limit): "No answer came within \(limit)."
    case .closeRequested: "The host asks the work to end and answers no more."
    }
  }
}

/// The work's end of a channel to its host.
///
/// Every call returns when the host's callbacks have heard it or, from another process, when it is
/// on its way; what one caller says is heard in its order. ``open(_:waitForAcknowledgement:)`` may
/// be left out. The channel closes by itself when the work ends.
public final class MessageChannel: Sendable {
  typealias Answerer = @Sendable (MessageRelay.Answer) -> Void
  typealias Speak = @Sendable (MessageRelay.Utterance, @escaping Answerer) async throws -> Void

  private struct State {
    var nextNumber = 0
    var waiting: [Int: Promise<JSONValue>] = [:]
    var isCloseRequested = false
    var isClosed = false

    mutating func takeWaiting() -> [Promise<JSONValue>] {
      defer { waiting = [:] }
      return Array(waiting.values)
    }
  }

  private let clock: any Clock<Duration>
  private let speak: Speak
  private let state = Mutex(State())

  /// Makes a channel.
  ///
  /// - Parameter speak: Sends something to the host, in the order of the calls. Its second
  ///   parameter takes the host's answers, as ``receive(_:)`` does.
  init(clock: any Clock<Duration>, speak: @escaping Speak) {
    self.clock = clock
    self.speak = speak
  }

  /// Tells the host that the work begins to speak.
  ///
  /// - Parameter waitForAcknowledgement: Whether to wait until the host's callbacks were called,
  ///   from another process too.
  /// - Throws: ``MessagingError/closed``; ``MessagingError/closeRequested`` when it waits for the
  ///   acknowledgement and a callback threw or the run was asked to stop; `CancellationError`.
  public func open(
    _ data: JSONValue = .null, waitForAcknowledgement: Bool = false
  ) async throws {
    if waitForAcknowledgement {
      _ = try await answer(timeout: nil) { .open(data, acknowledge: $0) }
    } else {
      try refuseWhenClosed()
      try await say(.open(data, acknowledge: nil))
    }
  }

  /// Tells the host something.
  ///
  /// - Throws: ``MessagingError/closed``.
  public func send(_ data: JSONValue) async throws {
    try refuseWhenClosed()
    try await say(.message(data))
  }

  /// Asks the host something and waits for the answer.
  ///
  /// - Parameter timeout: How long to wait; nil for as long as it takes.
  /// - Throws: ``MessagingError``; `CancellationError` when the work is cancelled meanwhile.
  public func request(_ data: JSONValue, timeout: Duration? = nil) async throws -> JSONValue {
    try await answer(timeout: timeout) { .request(data, number: $0) }
  }

  /// Tells the host that the work has nothing more to say; a closed channel is left alone.
  public func close() async {
    let (isFirst, waiting) = state.withLock { state in
      defer { state.isClosed = true }
      return (!state.isClosed, state.takeWaiting())
    }
    for promise in waiting { promise.fulfil(.failure(MessagingError.closed)) }
    // A host that cannot be reached any more needs no word of it.
    if isFirst { try? await say(.close) }
  }

  /// Takes what the host answers.
  func receive(_ answer: MessageRelay.Answer) {
    switch answer {
    case .response(let data, let number):
      state.withLock { $0.waiting.removeValue(forKey: number) }?.fulfil(.success(data))
    case .closeRequest:
      let waiting = state.withLock { state in
        state.isCloseRequested = true
        return state.takeWaiting()
      }
      for promise in waiting { promise.fulfil(.failure(MessagingError.closeRequested)) }
    }
  }

  private func refuseWhenClosed() throws(MessagingError) {
    if state.withLock({ $0.isClosed }) { throw .closed }
  }

  private func say(_ utterance: MessageRelay.Utterance) async throws {
    try await speak(utterance) { [weak self] in self?.receive($0) }
  }

  /// Says something that has a number, and waits for the answer to it.
  private func answer(
    timeout: Duration?, to utterance: (Int) -> MessageRelay.Utterance
  ) async throws -> JSONValue {
    let promise = Promise<JSONValue>()
    let number = try state.withLock { state throws(MessagingError) in
      if state.isClosed { throw MessagingError.closed }
      if state.isCloseRequested { throw MessagingError.closeRequested }
      defer { state.nextNumber += 1 }
      state.waiting[state.nextNumber] = promise
      return state.nextNumber
    }
    defer { state.withLock { $0.waiting[number] = nil } }
    let timer = timeout.map { limit in
      Task { [clock] in
        guard (try? await clock.sleep(for: limit.sleepable)) != nil else { return }
        promise.fulfil(.failure(MessagingError.timeout(limit)))
      }
    }
    defer { timer?.cancel() }
    return try await withTaskCancellationHandler {
      try await say(utterance(number))
      return try await promise.value()
    } onCancel: {
      promise.fulfil(.failure(CancellationError()))
    }
  }
}
