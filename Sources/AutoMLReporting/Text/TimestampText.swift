public import AutoMLModel

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A moment in words: local time for people, ISO 8601 UTC for machines.
public enum TimestampText {
  /// The moment in the time zone of the process, to the second: `2026-03-01 14:05:09`.
  public static func local(_ time: Timestamp) -> String {
    var seconds = time_t(floorDivision(time.microseconds, by: 1_000_000))
    var parts = tm()
    guard localtime_r(&seconds, &parts) != nil else { return iso8601(time) }
    let date = "\(parts.tm_year + 1900)-\(padded(parts.tm_mon + 1))-\(padded(parts.tm_mday))"
    return "\(date) \(padded(parts.tm_hour)):\(padded(parts.tm_min)):\(padded(parts.tm_sec))"
  }

  /// The moment in UTC to the microsecond: `2026-03-01T13:05:09.250000Z`.
  public static func iso8601(_ time: Timestamp) -> String { time.iso8601 }

  private static func floorDivision(_ value: Int64, by divisor: Int64) -> Int64 {
    let quotient = value / divisor
    return value % divisor < 0 ? quotient - 1 : quotient
  }

  private static func padded(_ number: some BinaryInteger, to width: Int = 2) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
