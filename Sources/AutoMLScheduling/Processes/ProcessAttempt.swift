import Dispatch
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
    /// Whoever was told that it has begun did not take it.
    case startRefused(any Error)
    /// What it prints cannot be taken.
    case readerFailed(any Error)

    /// Whether it gets no time to end by itself.
    fileprivate var isUrgent: Bool {
      switch self {
      case .limit, .startRefused: true
      case .timeUp, .cancelled, .readerFailed: false
      }
    }
  }

  private struct State {
    var leader: Leader?
    var reason: StopReason?
    /// Whether the time that the group had after SIGTERM is up.
    var isGraceOver = false
    /// Whether no reason counts any more.
    var isSettled = false
    /// Whether the group's number may be given to another one.
    var isReleased = false

    func send(_ signal: CInt) {
      if !isReleased, let leader { kill(-leader.process, signal) }
    }
  }

  /// The leader of a process group.
  struct Leader: Sendable {
    /// Its number, which is the group's too.
    let process: pid_t
    /// A moment before it was started.
    let since: ContinuousClock.Instant
  }

  /// For the ends of grace periods: Swift's own threads may all be busy.
  private static let queue = DispatchQueue(label: "automl.grace", qos: .userInteractive)

  let command: ProcessCommand
  private let state = Mutex(State())

  init(_ command: ProcessCommand) { self.command = command }

  /// Whether the leader has ended, whether we have been told or not.
  var hasEnded: Bool { leader.map { ProcessTable.hasEnded($0.process) } ?? false }

  /// The leader of the process group, once there is one.
  var leader: Leader? { state.withLock { $0.leader } }

  /// The process group has begun; it is ended if somebody has asked for that.
  func started(_ leader: Leader) {
    let reason = state.withLock { state in
      state.leader = leader
      return state.reason
    }
    if let reason { end(for: reason) }
  }

  /// Asks the process group to end; the first reason counts, and none after the end.
  ///
  /// A group that reached a limit gets SIGKILL before this returns, or as soon as there is one;
  /// others get SIGTERM, and SIGKILL after the grace period.
  func stop(_ reason: StopReason) {
    let hasLeader = state.withLock { state in
      guard !state.isSettled, state.reason == nil else { return false }
      state.reason = reason
      return state.leader != nil
    }
    if hasLeader { end(for: reason) }
  }

  private func end(for reason: StopReason) {
    state.withLock { $0.send(reason.isUrgent ? SIGKILL : SIGTERM) }
    if reason.isUrgent { return }
    Self.queue.asyncAfter(deadline: .now() + command.gracePeriod.dispatchInterval) { [weak self] in
      self?.state.withLock { state in
        state.isGraceOver = true
        state.send(SIGKILL)
      }
    }
  }

  /// Whether the group was asked to end and is not killed yet.
  var hasGrace: Bool {
    state.withLock { state in
      guard let reason = state.reason else { return false }
      return !reason.isUrgent && !state.isGraceOver
    }
  }

  /// The leader has ended; from here on nobody can ask it to.
  ///
  /// - Returns: Why it was asked to, if it was.
  func settle() -> StopReason? {
    state.withLock { state in
      state.isSettled = true
      return state.reason
    }
  }

  /// From here on nothing is sent to the group, whose number may be given to another one when the
  /// leader's status has been taken.
  func release() { state.withLock { $0.isReleased = true } }
}

extension Duration {
  /// The same time for a timer, 292 years at most.
  var dispatchInterval: DispatchTimeInterval {
    let (seconds, attoseconds) = components
    let (nanoseconds, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    let (sum, carry) = nanoseconds.addingReportingOverflow(attoseconds / 1_000_000_000)
    return overflow || carry ? .never : .nanoseconds(Int(sum))
  }
}
