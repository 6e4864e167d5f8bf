import Logging
import Testing

@testable import AutoMLExperimentRun

@Suite("Log levels on a command line")
struct LogThresholdTests {
  @Test("are names in any letter case", arguments: Logger.Level.allCases)
  func names(level: Logger.Level) {
    #expect(LogThreshold(argument: level.rawValue)?.level == level)
    #expect(LogThreshold(argument: level.rawValue.uppercased())?.level == level)
  }

  @Test(
    "are numbers, of which those between stand for the next level above",
    arguments: [
      ("0", Logger.Level.trace), ("5", .trace), ("6", .debug), ("10", .debug), ("11", .info),
      ("20", .info), ("25", .notice), ("26", .warning), ("30", .warning), ("40", .error),
      ("41", .critical), ("50", .critical), ("99", .critical), ("warn", .warning),
    ])
  func numbers(text: String, level: Logger.Level) {
    #expect(LogThreshold(argument: text)?.level == level)
  }

  @Test("are nothing else", arguments: ["", "-1", "1.5", "loud", "debug "])
  func refused(text: String) { #expect(LogThreshold(argument: text) == nil) }
}
