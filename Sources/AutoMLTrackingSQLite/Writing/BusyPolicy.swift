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
  private static let borrowedTime = Duration.milliseconds(1)

  /// Whether the connection is used on a caller's thread, which must not be kept.
  let isImpatient = Atomic<Bool>(false)
  private let timeout: Duration
  private let log: WriteAheadLog
  private let start = Mutex(ContinuousClock.now)

  init(timeout: Duration, log: WriteAheadLog) {
    self.timeout = timeout
    self.log = log
  }

  /// Waits before the next try, or tells that it is enough.
  ///
  /// - Parameter tries: How often this lock was tried before, from 0.
  /// - Returns: Whether to try again.
  func waitsForTry(_ tries: Int) -> Bool {
    let now = ContinuousClock.now
    let waited = start.withLock { start in
      if tries == 0 { start = now }
      return now - start
    }
    let patience = isImpatient.load(ordering: .relaxed) ? Self.borrowedTime : timeout
    guard waited < patience else { return false }
    let pause = min(Self.pause(after: waited) * Double.random(in: 0.5...1.5), patience - waited)
    if !log.waitForCommit(atMost: pause) { usleep(UInt32(pause / .microseconds(1))) }
    return true
  }

  /// How long to wait for a commit after having waited so long.
  private static func pause(after waited: Duration) -> Duration {
    min(max(waited / 4, .microseconds(500)), .milliseconds(10))
  }
}
