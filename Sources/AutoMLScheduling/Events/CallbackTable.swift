import Synchronization

/// The callbacks of one event, whatever its payload is, and how often it was emitted.
///
/// Not generic, because every emission of every event passes through here, and generic code that
/// is not specialised costs more than all the rest of it.
final class CallbackTable: Sendable {
  /// A callback that finds its payload behind a pointer.
  typealias ErasedCallback = @Sendable (isolated Scheduler, UnsafeRawPointer) throws -> Void

  private struct Handler {
    let callback: ErasedCallback
    let controls: CallbackControls
    let isPlain: Bool
    let label: String
    var counter = CallbackCounter()
  }

  private struct State {
    var count = 0
    var handlers: [Handler] = []
  }

  private enum Turn {
    case call(ErasedCallback, times: Int)
    case ask(CallbackControls, ErasedCallback)
    case skip
    case end
  }

  private let state = Mutex(State())

  func append(
    _ controls: CallbackControls, label: String, _ callback: @escaping ErasedCallback
  ) {
    state.withLock {
      $0.handlers.append(
        Handler(callback: callback, controls: controls, isPlain: controls.isPlain, label: label))
    }
  }

  /// Counts an emission.
  ///
  /// - Returns: Whether anybody listens.
  func countEmission() -> Bool {
    state.withLock { state in
      state.count += 1
      return !state.handlers.isEmpty
    }
  }

  /// Calls everybody whose turn it is, also those who are registered meanwhile.
  func call(_ scheduler: isolated Scheduler, _ payload: UnsafeRawPointer) throws {
    var place = 0
    while true {
      switch turn(at: place) {
      case .end: return
      case .skip: break
      case .call(let callback, let times):
        for _ in 0..<times { try callback(scheduler, payload) }
      case .ask(let controls, let callback):
        // Somebody else's code, and asked outside the lock.
        guard controls.when?() ?? true else { break }
        let times = state.withLock { $0.handlers[place].counter.called(controls) }
        for _ in 0..<times { try callback(scheduler, payload) }
      }
      place += 1
    }
  }

  private func turn(at place: Int) -> Turn {
    state.withLock { state in
      guard place < state.handlers.count else { return .end }
      let controls = state.handlers[place].controls
      let isDue = state.handlers[place].counter.emitted(controls)
      if state.handlers[place].isPlain {
        _ = state.handlers[place].counter.called(controls)
        return .call(state.handlers[place].callback, times: 1)
      }
      return isDue ? .ask(controls, state.handlers[place].callback) : .skip
    }
  }

  func summary(of event: String) -> EventSummary {
    state.withLock { state in
      EventSummary(
        event: event, count: state.count,
        callbacks: state.handlers.filter { !$0.controls.isHidden }
          .map { .init(label: $0.label, calls: $0.counter.calls) },
        hasCallbacks: !state.handlers.isEmpty)
    }
  }
}

extension CallbackControls {
  /// Whether every emission is one call.
  fileprivate var isPlain: Bool {
    repeatCount == 1 && maxCalls == nil && when == nil && every == 1
  }
}
