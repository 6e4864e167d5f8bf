/// A length of time in words for people: `350 ms`, `3.2 s`, `1 min 05 s`, `1 h 02 min`, `2 d 03 h`.
public struct DurationText: CustomStringConvertible, Sendable {
  /// The words.
  public let description: String

  /// Rounds a length of time to two units or two digits.
  public init(_ duration: Duration) {
    let milliseconds = Int64((duration.inSeconds * 1_000).rounded())
    let sign = milliseconds < 0 ? "-" : ""
    description = sign + Self.words(milliseconds.magnitude)
  }

  private static func words(_ milliseconds: UInt64) -> String {
    if milliseconds < 1_000 { return "\(milliseconds) ms" }
    let tenths = (milliseconds + 50) / 100
    if tenths < 600 { return "\(tenths / 10).\(tenths % 10) s" }
    let seconds = (milliseconds + 500) / 1_000
    if seconds < 3_600 { return "\(seconds / 60) min \(twoDigits(seconds % 60)) s" }
    let minutes = (seconds + 30) / 60
    if minutes < 24 * 60 { return "\(minutes / 60) h \(twoDigits(minutes % 60)) min" }
    let hours = (minutes + 30) / 60
    return "\(hours / 24) d \(twoDigits(hours % 24)) h"
  }

  private static func twoDigits(_ number: UInt64) -> String {
    number < 10 ? "0\(number)" : "\(number)"
  }
}

extension Duration {
  /// The duration as seconds, the unit of every duration in JSON.
  var inSeconds: Double {
    Double(components.seconds) + Double(components.attoseconds) / 1_000_000_000_000_000_000
  }
}
