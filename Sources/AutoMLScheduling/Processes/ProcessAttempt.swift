import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// One run of a command: its process group, and who asked it to end.
final class ProcessAttempt: Sendable {
  /// Why a process group is to be ended.
  enum StopReason: Sendable {
    /// Its time is up.
    case timeUp
    /// It reached one of its limits.
    case limit(LimitExceeded)
    /// Nobody wants its result any more.
    case cancelled
    /// What it prints cannot be taken.
    case readerFailed(any Error)
  }

  private struct State {
    var group: pid_t?
    var reason: StopReason?
    var isSettled = false
    var isHeard = true

    func killWhenLimited() {
      if !isSettled, case .limit = reason, let group { kill(-group, SIGKILL) }
    }
  }

  let command: ProcessCommand
  private let state = Mutex(State())
  private let (wakes, wake) = AsyncStream.makeStream(of: Void.self)

  init(_ command: ProcessCommand) { self.command = command }

  /// Whether somebody still wants to hear what the processes print.
  var isHeard: Bool { state.withLock { $0.isHeard } }

  /// Nobody wants to hear any more.
  func silence() { state.withLock { $0.isHeard = false } }

  /// The process group and the limit that it reached, if it did.
  var limited: (group: pid_t, limit: LimitExceeded)? {
    state.withLock { state in
      guard let group = state.group, case .limit(let limit) = state.reason else { return nil }
      return (group, limit)
    }
  }

  /// Whether the leader has ended, whether we have been told or not.
  var hasEnded: Bool { group.map(ProcessTable.hasEnded) ?? false }

  /// The process group, once there is one.
  var group: pid_t? { state.withLock { $0.group } }

  /// The process group has begun.
  func started(_ group: pid_t) {
    state.withLock { state in
      state.group = group
      state.killWhenLimited()
    }
    wake.yield()
  }

  /// Asks the process group to end; the first reason counts, and none after the end.
  ///
  /// A group that reached a limit gets SIGKILL before this returns, or as soon as there is one.
  func stop(_ reason: StopReason) {
    state.withLock { state in
      guard !state.isSettled, state.reason == nil else { return }
      state.reason = reason
      state.killWhenLimited()
    }
    wake.yield()
  }

  /// The leader has ended.
  ///
  /// - Returns: Why it was asked to, if it was.
  func settle() -> StopReason? {
    state.withLock { state in
      state.isSettled = true
      return state.reason
    }
  }

  /// Ends the group as soon as there is one and it was asked to end.
  ///
  /// It gets SIGTERM, and SIGKILL after the grace period; one that reached a limit has had SIGKILL.
  /// Cancel the task when the leader has ended.
  func endWhenAsked() async {
    for await _ in wakes {
      guard let (group, reason) = groupToEnd else { continue }
      if case .limit = reason { return }
      kill(-group, SIGTERM)
      guard (try? await Task.sleep(for: command.gracePeriod.sleepable)) != nil else { return }
      if let (group, _) = groupToEnd { kill(-group, SIGKILL) }
      return
    }
  }

  private var groupToEnd: (pid_t, StopReason)? {
    state.withLock { state in
      guard !state.isSettled, let group = state.group, let reason = state.reason else { return nil }
      return (group, reason)
    }
  }
}
