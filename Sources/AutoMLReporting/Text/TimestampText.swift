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
  public static func iso8601(_ time: Timestamp) -> String {
    let seconds = floorDivision(time.microseconds, by: 1_000_000)
    let days = floorDivision(seconds, by: 86_400)
    let fraction = time.microseconds - seconds * 1_000_000
    let clock = seconds - days * 86_400
    let (year, month, day) = civilDate(daysSince1970: days)
    let date = "\(padded(year, to: 4))-\(padded(month))-\(padded(day))"
    let hours = "\(padded(clock / 3_600)):\(padded(clock / 60 % 60)):\(padded(clock % 60))"
    return "\(date)T\(hours).\(padded(fraction, to: 6))Z"
  }

  // http://howardhinnant.github.io/date_algorithms.html#civil_from_days
  private static func civilDate(daysSince1970: Int64) -> (Int64, Int64, Int64) {
    let shifted = daysSince1970 + 719_468
    let era = floorDivision(shifted, by: 146_097)
    let dayOfEra = shifted - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
  }

  private static func floorDivision(_ value: Int64, by divisor: Int64) -> Int64 {
    let quotient = value / divisor
    return value % divisor < 0 ? quotient - 1 : quotient
  }

  private static func padded(_ number: some BinaryInteger, to width: Int = 2) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
