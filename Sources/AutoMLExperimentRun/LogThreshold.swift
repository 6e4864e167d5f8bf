import ArgumentParser
import Logging

/// A log level as it stands on a command line, by name or by number.
struct LogThreshold: Hashable, Sendable, ExpressibleByArgument {
  let level: Logger.Level

  /// The numbers of Python's `logging`; those between stand for the next level above.
  private static let numbers: [(Int, Logger.Level)] = [
    (5, .trace), (10, .debug), (20, .info), (25, .notice), (30, .warning), (40, .error),
  ]

  /// Names in any letter case, numbers from 0 on; anything else is nil.
  init?(argument: String) {
    if let number = Int(argument) {
      guard number >= 0 else { return nil }
      level = Self.numbers.first { number <= $0.0 }?.1 ?? .critical
    } else {
      let name = argument.lowercased()
      guard let level = Logger.Level(rawValue: name == "warn" ? "warning" : name) else {
        return nil
      }
      self.level = level
    }
  }
}
