import Foundation

/// Finds processes of this machine by a text that a test gave them.
public enum ProcessSearch {
  /// Where the text is looked for.
  public enum Place: String, Sendable {
    /// In the words of the command.
    case commandLine = "cmdline"
    /// In the variables, which programs that it starts have too.
    case environment = "environ"
  }

  /// The numbers of the processes that have a text.
  public static func processes(holding text: String, in place: Place = .commandLine) -> [Int] {
    let numbers = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return numbers.compactMap(Int.init).filter { number in
      let content =
        FileManager.default.contents(atPath: "/proc/\(number)/\(place.rawValue)") ?? Data()
      return String(decoding: content, as: UTF8.self).contains(text)
    }
  }

  /// Waits until no process has a text any more, or for so long.
  ///
  /// - Returns: Whether there is none.
  /// - Throws: `CancellationError`.
  public static func isGone(
    _ text: String, in place: Place = .commandLine, within limit: Duration = .seconds(10)
  ) async throws -> Bool {
    try await becomesTrue(within: limit) { processes(holding: text, in: place).isEmpty }
  }

  /// Waits until the state of other processes, which tell nobody, is as it should be.
  ///
  /// - Returns: Whether it is, after so long at most.
  /// - Throws: `CancellationError`.
  public static func becomesTrue(
    within limit: Duration = .seconds(120), _ condition: () -> Bool
  ) async throws -> Bool {
    let end = ContinuousClock.now + limit
    while !condition() {
      guard .now < end else { return false }
      try await Task.sleep(for: .milliseconds(2))
    }
    return true
  }
}
