import AutoMLModel
import Synchronization

/// The host's end of the messages of one piece of work.
final class Conversation: Sendable {
  /// Emits an event of the task; returns whether no callback threw.
  typealias Emit = @Sendable (isolated Scheduler, WorkMessage) -> Bool
  typealias Answerer = @Sendable (MessageRelay.Answer) -> Void

  private struct State {
    var work: WorkReference?
    var answer: Answerer?
    var isCloseRequested = false
    var isClosed = false
  }

  private let emit: Emit
  private let state = Mutex(State())

  init(emit: @escaping Emit) { self.emit = emit }

  /// The work was accepted.
  func begins(_ work: WorkReference) { state.withLock { $0.work = work } }

  /// Takes what the work says; nothing after its first close.
  func hear(
    _ utterance: MessageRelay.Utterance, on scheduler: isolated Scheduler,
    _ answer: @escaping Answerer
  ) {
    let (work, isCloseRequested) = state.withLock { state in
      guard !state.isClosed else { return (WorkReference?.none, false) }
      if utterance != .close { state.answer = answer }
      return (state.work, state.isCloseRequested)
    }
    guard let work else { return }
    scheduler.step {
      switch utterance {
      case .open(let data, let number):
        tell(.open, data, work, on: scheduler)
        guard let number else { return }
        if state.withLock({ !$0.isCloseRequested }) {
          answer(.response(.null, number: number))
        } else {
          // Asked once more, because the first time it did not wait yet.
          answer(.closeRequest)
        }
      case .message(let data): tell(.message, data, work, on: scheduler)
      case .request(_, _) where isCloseRequested: answer(.closeRequest)
      case .request(let data, let number):
        tell(.request, data, work, on: scheduler) { answer(.response($0, number: number)) }
      case .close: close(on: scheduler)
      }
    }
  }

  /// The work is over: tells of its close unless that was done or it has said nothing.
  func close(on scheduler: isolated Scheduler) {
    let work = state.withLock { state in
      defer { state.isClosed = true }
      return state.isClosed || state.answer == nil ? nil : state.work
    }
    if let work { tell(.close, .null, work, on: scheduler) }
  }

  /// Asks the work to end; it gets no answers any more.
  func requestClose() {
    let answer = state.withLock { state in
      state.isCloseRequested = true
      return state.isClosed ? nil : state.answer
    }
    answer?(.closeRequest)
  }

  private func tell(
    _ kind: WorkMessage.Kind, _ data: JSONValue, _ work: WorkReference,
    on scheduler: isolated Scheduler, answer: (@Sendable (JSONValue) -> Void)? = nil
  ) {
    let message = WorkMessage(kind: kind, data: data, work: work, answer: answer)
    if !emit(scheduler, message) { requestClose() }
  }
}
