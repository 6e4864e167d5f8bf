import AutoMLModel
import Testing

@testable import AutoMLReporting

@Suite struct TextTests {
  @Test(arguments: [
    ("plain ünïcode ✓", "plain ünïcode ✓"),
    ("\u{1B}[2J", "\\u{1b}[2J"),
    ("a\r\nb\tc", "a\\r\\nb\\tc"),
    ("\u{9B}31m", "\\u{9b}31m"),
    ("abc\u{202E}def", "abc\\u{202e}def"),
    ("👩‍💻", "👩‍💻"),
  ])
  func `Control characters become visible`(_ text: String, _ visible: String) {
    #expect(VisibleText(text).description == visible)
  }

  @Test(arguments: [
    (Duration.zero, "0 ms"), (.milliseconds(350), "350 ms"), (.milliseconds(3_249), "3.2 s"),
    (.milliseconds(59_949), "59.9 s"), (.milliseconds(59_960), "1 min 00 s"),
    (.seconds(65), "1 min 05 s"), (.seconds(3_720), "1 h 02 min"),
    (.seconds(86_399), "1 d 00 h"), (.seconds(183_600), "2 d 03 h"), (.seconds(-2), "-2.0 s"),
  ])
  func `A duration is told in two units`(_ duration: Duration, _ text: String) {
    #expect(DurationText(duration).description == text)
  }

  @Test(arguments: [
    (Int64(0), "1970-01-01T00:00:00.000000Z"), (-1, "1969-12-31T23:59:59.999999Z"),
    (1_709_210_096_250_000, "2024-02-29T12:34:56.250000Z"),
    (4_107_542_400_000_000, "2100-03-01T00:00:00.000000Z"),
  ])
  func `A moment is ISO 8601 in UTC`(_ microseconds: Int64, _ text: String) {
    #expect(TimestampText.iso8601(Timestamp(microseconds: microseconds)) == text)
  }

  @Test func `Local time has the same minutes and seconds as UTC or is off by a zone`() {
    let text = TimestampText.local(Timestamp(microseconds: 1_709_210_096_250_000))
    #expect(text.count == 19)
    #expect(text.hasPrefix("2024-0"))
    #expect(text.hasSuffix(":56"))
  }

  @Test(arguments: [
    (0.9805555555555555, "0.980556"), (1.0, "1"), (-1.5e-9, "-1.5e-09"),
    (123_456_789, "1.23457e+08"),
  ])
  func `A number has at most six digits`(_ number: Double, _ text: String) {
    #expect(NumberText(number).description == text)
  }

  @Test(arguments: [
    ([0.0, 1, 2, 3, 4, 5, 6, 7], 40, "▁▂▃▄▅▆▇█"), ([1.0, 1], 40, "▅▅"), ([], 40, ""),
    ([0.0, 0, 1, 1], 2, "▁█"),
    ([-Double.greatestFiniteMagnitude, Double.greatestFiniteMagnitude], 5, "▁█"),
  ])
  func `A sparkline spans its values`(_ values: [Double], _ width: Int, _ line: String) {
    #expect(Sparkline(values, width: width).description == line)
  }
}
