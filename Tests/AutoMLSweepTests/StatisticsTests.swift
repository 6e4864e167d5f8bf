import AutoMLModel
import AutoMLSweep
import Testing

@Suite("The statistics of a sweep")
struct StatisticsTests {
  static let space: Factors = ["a": [1, 2], "b": ["x", "y"]]

  private func state(_ kind: String) throws -> SweepState {
    let all = try sweep(Self.space)
    return switch kind {
    case "W1": SweepState()
    case "W2":
      SweepState(
        sweeps: all, remaining: [all[0]], skipped: [all[1]], inProgress: [all[2]], done: [all[3]])
    default: SweepState(sweeps: all, remaining: all)
    }
  }

  private static let ones = #"{"a":{"1":1.0,"2":1.0},"b":{"x":1.0,"y":1.0}}"#
  private static let zeros = #"{"a":{"1":0.0,"2":0.0},"b":{"x":0.0,"y":0.0}}"#
  private static let twos = #"{"a":{"1":2,"2":2},"b":{"x":2,"y":2}}"#

  @Test(
    "are, as observed,",
    arguments: [
      Row(
        "W1", "W1",
        """
        {"total":{},"remaining":{},"remaining_ratio":{},"skipped":{},"skipped_ratio":{},\
        "inprogress":{},"inprogress_ratio":{},"done":{},"done_ratio":{}}
        """),
      Row(
        "W2", "W2",
        """
        {"total":\(twos),\
        "remaining":{"a":{"1":1},"b":{"x":1}},\
        "remaining_ratio":{"a":{"1":0.5,"2":0.0},"b":{"x":0.5,"y":0.0}},\
        "skipped":{"a":{"1":1},"b":{"y":1}},\
        "skipped_ratio":{"a":{"1":0.5,"2":0.0},"b":{"x":0.0,"y":0.5}},\
        "inprogress":{"a":{"2":1},"b":{"x":1}},\
        "inprogress_ratio":{"a":{"1":0.0,"2":0.5},"b":{"x":0.5,"y":0.0}},\
        "done":{"a":{"2":1},"b":{"y":1}},\
        "done_ratio":{"a":{"1":0.0,"2":0.5},"b":{"x":0.0,"y":0.5}}}
        """),
      Row(
        "W3", "W3",
        """
        {"total":\(twos),"remaining":\(twos),"remaining_ratio":\(ones),\
        "skipped":{},"skipped_ratio":\(zeros),"inprogress":{},"inprogress_ratio":\(zeros),\
        "done":{},"done_ratio":\(zeros)}
        """),
    ])
  func rows(_ row: Row<String, String>) throws {
    let state = try state(row.input)
    #expect(sweepStats(state).json.serialized() == row.expected)
    var streamed = SweepStatistics()
    for combination in state.sweeps {
      let kind = try #require(CombinationStatus.allCases.first { state[$0].contains(combination) })
      streamed.add(combination, kind)
    }
    #expect(streamed.json.serialized() == row.expected)
  }

  @Test("count factors below a level over the combinations that have them")
  func below() throws {
    var statistics = SweepStatistics()
    for combination in try sweep(["a": ["x": [:], "y": ["p": [1, 2]]]]) {
      statistics.add(combination, combination["p"] == 1 ? .done : .remaining)
    }
    #expect(statistics.total["a", "y"] == 2)
    #expect(statistics.total["p", 1] == 1)
    #expect(statistics.ratios(.done)["p", 1] == 1)
    #expect(statistics.counts(.done)["a", "x"] == nil)
    #expect(statistics.ratios(.done)["a", "x"] == 0)
    #expect(statistics.total["q", 1] == nil)
  }

  @Test("keep levels of other types apart, also as keys")
  func types() throws {
    var statistics = SweepStatistics()
    for combination in try sweep(["b": ["\"", "1", 1, 1.0, true, "true", "\"1\""], "a": [0]]) {
      statistics.add(combination, .done)
    }
    #expect(
      statistics.json["total"]?.serialized() == #"""
        {"b":{"\"":1,"\"1\"":1,"1":1,"1.0":1,"true":1,"\"true\"":1,"\"\\\"1\\\"\"":1},"a":{"0":7}}
        """#)
  }

  @Test("take the order of first appearance whatever the order of the factors")
  func order() throws {
    var statistics = SweepStatistics()
    statistics.add(try combination(["b": 2, "a": 1]), .done)
    statistics.add(try combination(["a": 0, "b": 1]), .remaining)
    #expect(statistics.total.rows.map(\.name) == ["b", "a"])
    #expect(statistics.total.rows.map { $0.cells.map(\.level) } == [[2, 1], [1, 0]])
  }
}
