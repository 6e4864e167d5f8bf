public import AutoMLModel
public import Foundation

/// How runs are called.
public enum RunName {
  /// A name with the local date and time behind it: `Latency_20260301_140509_+0100`.
  public static func make(_ name: String, at start: Timestamp, in zone: TimeZone) -> String {
    let moment = Date(timeIntervalSince1970: Double(start.microseconds) / 1_000_000)
    let offset = zone.secondsFromGMT(for: moment)
    let local = start.advanced(by: .seconds(offset)).iso8601
    let date = local.prefix(10).filter { $0 != "-" }
    let time = local.dropFirst(11).prefix(8).filter { $0 != ":" }
    let minutes = abs(offset) / 60
    let zone = padded(minutes / 60) + padded(minutes % 60)
    return "\(name)_\(date)_\(time)_\(offset < 0 ? "-" : "+")\(zone)"
  }

  private static func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
