import AutoMLModel
import Testing

@testable import AutoMLWorkflow

@Suite("A scalar of an experiment file")
struct ScalarTests {
  @Test(
    "has the type that it looks like",
    arguments: [
      ("1", .integer(1)), ("+1", .integer(1)), ("-0", .integer(0)), ("1.0", .number(1)),
      ("1.", .number(1)), (".5", .number(0.5)), ("-.5", .number(-0.5)), ("1e-4", .number(1e-4)),
      ("1E5", .number(1e5)), ("1e+2", .number(100)), ("1.5e3", .number(1500)),
      ("1.e2", .number(100)), ("1_000", .integer(1000)), ("1_000.5", .number(1000.5)),
      ("0x1F", .integer(31)), ("0o17", .integer(15)), ("0", .integer(0)), ("0.1", .number(0.1)),
      ("9223372036854775807", .integer(.max)), ("9223372036854775808", .number(0x1p63)),
      ("true", .boolean(true)), ("False", .boolean(false)), ("yes", "yes"), ("no", "no"),
      ("on", "on"), ("off", "off"), ("~", .null), ("null", .null), ("'1'", "1"),
      ("\"1.0\"", "1.0"), ("\"true\"", "true"), ("12:30", "12:30"), ("2024-01-01", "2024-01-01"),
      ("1_", "1_"), ("_1", "_1"), ("1__0", "1__0"), ("e5", "e5"), ("1e", "1e"), (".", "."),
      ("-", "-"), ("1.2.3", "1.2.3"), ("0x", "0x"), ("0b1", "0b1"), ("inf", "inf"),
      ("nan", "nan"), ("!!str 1", "1"),
    ] as [(String, JSONValue)])
  func types(_ text: String, _ value: JSONValue) {
    // A lone dash opens a list where a value may stand.
    let (node, problems) = ConfigurationParser.parse(text == "-" ? "{a: '-'}" : "a: \(text)")
    #expect(problems.isEmpty)
    #expect(node?.json["a"] == value)
  }

  @Test(
    "with a leading zero is refused", arguments: ["010", "-08", "00", "01.5"])
  func leadingZero(_ text: String) {
    let (_, problems) = ConfigurationParser.parse("a: \(text)")
    #expect(problems.map(\.keyPath) == ["a"])
  }

  @Test(
    "is a time",
    arguments: [
      ("90", .seconds(90)), ("90s", .seconds(90)), ("15m", .seconds(900)), ("2h", .seconds(7200)),
      ("1d", .seconds(86400)), ("250ms", .milliseconds(250)), ("1.5h", .seconds(5400)),
      ("0.5", .milliseconds(500)), ("1 h", .seconds(3600)), ("0", .zero),
      ("36500d", .seconds(3_153_600_000)),
    ] as [(String, Duration)])
  func durations(_ text: String, _ duration: Duration) {
    #expect(Quantity.duration(text) == duration)
  }

  @Test(
    "is no time",
    arguments: ["", "s", "-1", "1x", "1h30m", "1e3", ".5", "5.", "1..2", "36501d", "１", "1 0"])
  func noDurations(_ text: String) {
    #expect(Quantity.duration(text) == nil)
  }

  @Test(
    "is a size",
    arguments: [
      ("512MB", 512_000_000), ("8GB", 8_000_000_000), ("1GiB", 1_073_741_824), ("10", 10),
      ("1.5kB", 1500), ("2 TiB", 2_199_023_255_552), ("0B", 0),
    ] as [(String, Int64)])
  func sizes(_ text: String, _ size: Int64) {
    #expect(Quantity.size(text) == size)
  }

  @Test("is no size", arguments: ["", "MB", "-1", "1M", "1gb", "99999999TB"])
  func noSizes(_ text: String) {
    #expect(Quantity.size(text) == nil)
  }

  @Test(
    "that is misspelt is recognised",
    arguments: [
      ("paralel", "parallel"), ("jbos", "jobs"), ("Goal", "goal"), ("comand", "command"),
      ("limit", "limits"), ("xyz", nil), ("", nil),
    ] as [(String, String?)])
  func suggestions(_ word: String, _ meant: String?) {
    #expect(Suggestion.closest(to: word, among: NativeConfiguration.keys) == meant)
  }
}
