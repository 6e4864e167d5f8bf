#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A moment as whole microseconds since 1970-01-01 00:00 UTC.
public struct Timestamp: Hashable, Comparable, Codable, Sendable {
  /// Microseconds since 1970 UTC.
  public let microseconds: Int64

  /// Wraps a number of microseconds since 1970 UTC.
  public init(microseconds: Int64) { self.microseconds = microseconds }

  /// Orders moments from past to future.
  public static func < (left: Self, right: Self) -> Bool { left.microseconds < right.microseconds }

  /// The time from another moment to this one; negative when the other one is later.
  public func since(_ other: Timestamp) -> Duration {
    .microseconds(microseconds - other.microseconds)
  }

  /// The moment that lies a duration later.
  public func advanced(by duration: Duration) -> Timestamp {
    let (seconds, attoseconds) = duration.components
    return Timestamp(
      microseconds: microseconds + seconds * 1_000_000 + attoseconds / 1_000_000_000_000)
  }

  /// Encodes the bare number.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(microseconds)
  }

  /// Decodes the bare number.
  public init(from decoder: any Decoder) throws {
    microseconds = try decoder.singleValueContainer().decode(Int64.self)
  }
}

/// Tells the time; injected, so that tests need not wait.
public protocol TimeSource: Sendable {
  /// The present moment.
  func now() -> Timestamp
}

/// The system's wall clock.
public struct SystemTimeSource: TimeSource {
  /// Makes a source that reads the system's wall clock.
  public init() {}

  /// The present moment by `CLOCK_REALTIME`, which may jump when somebody sets the clock.
  public func now() -> Timestamp {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Timestamp(
      microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000)
  }
}
