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
/// The waits are short, grow to 10 ms and are jittered, so that processes which collided once do
/// not collide again. A writer that borrows its caller's thread waits not at all.
final class BusyPolicy: Sendable {
  /// Whether the connection is used on a caller's thread, which must not be blocked.
  let isImpatient = Atomic<Bool>(false)
  private let timeout: Int64

  init(timeout: Duration) {
    let (seconds, attoseconds) = timeout.components
    self.timeout = seconds * 1_000_000 + attoseconds / 1_000_000_000_000
  }

  /// Waits before the next try, or tells that it is enough.
  ///
  /// - Parameter tries: How often this lock was tried before, from 0.
  /// - Returns: Whether to try again.
  func waitsForTry(_ tries: Int) -> Bool {
    guard !isImpatient.load(ordering: .relaxed) else { return false }
    guard Self.nominalWait(before: tries) < timeout else { return false }
    let pause = Self.pause(tries)
    usleep(UInt32(Int64.random(in: pause / 2...pause + pause / 2)))
    return true
  }

  /// The microseconds that the first tries have waited, jitter apart.
  static func nominalWait(before tries: Int) -> Int64 {
    let growing = min(tries, 20)
    let sum = Int64(growing) * Int64(growing + 1) / 2 * 500
    return sum + Int64(max(0, tries - 20)) * 10_000
  }

  private static func pause(_ tries: Int) -> Int64 { Int64(min(tries + 1, 20)) * 500 }
}
