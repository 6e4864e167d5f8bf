import ArgumentParser
import AutoMLWorkflow

/// A length of time on a command line, longer than none.
struct LeaseTime: ExpressibleByArgument {
  /// The time.
  let duration: Duration
  private let text: String

  /// Ten seconds.
  static let tenSeconds = Self(.seconds(10), "10s")

  private init(_ duration: Duration, _ text: String) {
    self.duration = duration
    self.text = text
  }

  /// Parses `90`, `90s`, `15m`, `2h`, `1d` or `250ms`.
  init?(argument: String) {
    guard let duration = Quantity.duration(argument), duration > .zero else { return nil }
    self.init(duration, argument)
  }

  /// The time as it was written.
  var defaultValueDescription: String { text }
}
