/// A time or a number of bytes as people write it.
public enum Quantity {
  /// Parses `90`, `90s`, `15m`, `2h`, `1d`, `250ms`, `1.5h`; a bare number is seconds.
  ///
  /// - Returns: Nil for anything else, for a negative time, and beyond 36,500 days.
  public static func duration(_ text: String) -> Duration? {
    guard let (number, unit) = split(text) else { return nil }
    let seconds: Double
    switch unit {
    case "ms": seconds = number / 1_000
    case "", "s": seconds = number
    case "m", "min": seconds = number * 60
    case "h": seconds = number * 3_600
    case "d": seconds = number * 86_400
    default: return nil
    }
    guard seconds <= 36_500 * 86_400 else { return nil }
    return .microseconds(Int64((seconds * 1_000_000).rounded()))
  }

  /// Parses `512MB` or `1GiB`: kB, MB, GB, TB are powers of 1000, KiB … TiB powers of 1024; a
  /// bare number is bytes.
  ///
  /// - Returns: Nil for anything else, and for more bytes than 64 bits hold.
  static func size(_ text: String) -> Int64? {
    guard let (number, unit) = split(text) else { return nil }
    let factor: Double
    switch unit {
    case "", "B": factor = 1
    case "kB", "KB": factor = 1e3
    case "MB": factor = 1e6
    case "GB": factor = 1e9
    case "TB": factor = 1e12
    case "KiB": factor = 1_024
    case "MiB": factor = 1_048_576
    case "GiB": factor = 1_073_741_824
    case "TiB": factor = 1_099_511_627_776
    default: return nil
    }
    return Int64(exactly: (number * factor).rounded())
  }

  private static func split(_ text: String) -> (Double, String)? {
    let number = text.prefix { $0.isASCII && $0.isNumber || $0 == "." }
    guard let first = number.first, first != ".", number.last != ".",
      let value = Double(number)
    else { return nil }
    return (value, text.dropFirst(number.count).drop { $0 == " " }.description)
  }
}
