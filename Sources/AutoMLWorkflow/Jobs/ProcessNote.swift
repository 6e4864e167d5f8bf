import Synchronization

/// What is known of the process behind an attempt, and whether it has been recorded.
///
/// A brief process is not recorded while it runs, which would cost as much as its start and its
/// end together: its group is of no use any more when it has ended, and the path of its log is
/// recorded with the end.
final class ProcessNote: Sendable {
  private enum State {
    case none
    case began(logPath: String, record: @Sendable () async throws -> Void)
    case recording(logPath: String, Task<Bool, Never>)
    case ended
  }

  private let state = Mutex(State.none)

  /// A process has begun.
  ///
  /// - Parameter record: Records it; called unless it ends soon.
  func began(logPath: String, _ record: @escaping @Sendable () async throws -> Void) {
    state.withLock { $0 = .began(logPath: logPath, record: record) }
  }

  /// Begins to record the process, unless it has ended.
  func isDue() {
    state.withLock { state in
      guard case .began(let logPath, let record) = state else { return }
      // Should the store fail, the end of the attempt meets the same failure.
      state = .recording(logPath: logPath, Task { (try? await record()) != nil })
    }
  }

  /// The process has ended.
  ///
  /// - Returns: The path of its log, unless that has been recorded.
  func ended() async -> String? {
    let last = state.withLock { state in
      defer { state = .ended }
      return state
    }
    switch last {
    case .none, .ended: return nil
    case .began(let logPath, _): return logPath
    case .recording(let logPath, let recorder): return await recorder.value ? nil : logPath
    }
  }
}

/// Has processes recorded when they have run for a while.
///
/// One timer serves all of them, and only while there are any: thousands may come and go in a
/// second.
final class ProcessNotes: Sendable {
  /// How long a process may run without its group being recorded; at most twice as long.
  static let patience = Duration.milliseconds(10)

  private struct State {
    /// Those that have begun since the last look, and those before.
    var young: [ProcessNote] = []
    var old: [ProcessNote] = []
    var isLooking = false
  }

  private let state = Mutex(State())

  /// Takes a process in that has just begun.
  func add(_ note: ProcessNote) {
    let begins = state.withLock { state in
      state.young.append(note)
      defer { state.isLooking = true }
      return !state.isLooking
    }
    if begins { Task { await look() } }
  }

  private func look() async {
    while true {
      try? await Task.sleep(for: Self.patience)
      let due = state.withLock { state -> [ProcessNote]? in
        defer {
          state.old = state.young
          state.young = []
        }
        if state.young.isEmpty, state.old.isEmpty { state.isLooking = false }
        return state.isLooking ? state.old : nil
      }
      guard let due else { return }
      for note in due { note.isDue() }
    }
  }
}
