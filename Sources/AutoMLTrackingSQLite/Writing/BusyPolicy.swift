import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// How the writing connection waits while another process writes.
///
/// It is woken by a commit of this program, and looks by itself now and then for those of other
/// programs: at first after half a millisecond, later after up to ten, jittered, so that processes
/// which collided once do not collide again. A writer that borrows its caller's thread waits no
/// longer than it takes a few others to write a little.
final class BusyPolicy: Sendable {
  private struct State {
    var timeout: Duration
    /// When the present lock was tried first.
    var start = ContinuousClock.now
  }

  /// The longest wait on a caller's thread, which must not be kept.
  static let borrowedTime = Duration.milliseconds(1)

  private let log: WriteAheadLog
  private let state: Mutex<State>

  init(timeout: Duration, log: WriteAheadLog) {
    self.log = log
    state = Mutex(State(timeout: timeout))
  }

  /// Does something on the connection with another patience.
  func waiting<Value>(atMost timeout: Duration, _ body: () throws -> Value) rethrows -> Value {
    let usual = state.withLock { state in
      defer { state.timeout = timeout }
      return state.timeout
    }
    defer { state.withLock { $0.timeout = usual } }
    return try body()
  }

  /// Waits before the next try, or tells that it is enough.
  ///
  /// - Parameter tries: How often this lock was tried before, from 0.
  /// - Returns: Whether to try again.
  func waitsForTry(_ tries: Int) -> Bool {
    let now = ContinuousClock.now
    let (waited, timeout) = state.withLock { state in
      if tries == 0 { state.start = now }
      return (now - state.start, state.timeout)
    }
    guard waited < timeout else { return false }
    let pause = min(Self.pause(after: waited) * Double.random(in: 0.5...1.5), timeout - waited)
    if !log.waitForCommit(atMost: pause) { usleep(UInt32(pause / .microseconds(1))) }
    return true
  }

  /// How long to wait for a commit after having waited so long.
  private static func pause(after waited: Duration) -> Duration {
    min(max(waited / 4, .microseconds(500)), .milliseconds(10))
  }
}
