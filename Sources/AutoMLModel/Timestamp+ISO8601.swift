extension Timestamp {
  /// The moment in UTC to the microsecond as ISO 8601: `2026-03-01T13:05:09.250000Z`.
  public var iso8601: String {
    let seconds = Self.floorDivision(microseconds, by: 1_000_000)
    let days = Self.floorDivision(seconds, by: 86_400)
    let fraction = microseconds - seconds * 1_000_000
    let clock = seconds - days * 86_400
    let (year, month, day) = Self.civilDate(daysSince1970: days)
    let date = "\(Self.padded(year, to: 4))-\(Self.padded(month))-\(Self.padded(day))"
    let hour = Self.padded(clock / 3_600)
    let rest = "\(Self.padded(clock / 60 % 60)):\(Self.padded(clock % 60))"
    return "\(date)T\(hour):\(rest).\(Self.padded(fraction, to: 6))Z"
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

  private static func padded(_ number: Int64, to width: Int = 2) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
