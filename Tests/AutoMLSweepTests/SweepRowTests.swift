import AutoMLModel
import AutoMLSweep
import Testing

@Suite("A sweep, as observed")
struct SweepRowTests {
  @Test(
    "has these combinations in this order",
    arguments: [
      Row("S1", [:], [[:]]),
      Row("S2", ["a": [1, 2]], [["a": 1], ["a": 2]]),
      Row(
        "S3", ["a": [1, 2], "b": ["x", "y"]],
        [["a": 1, "b": "x"], ["a": 1, "b": "y"], ["a": 2, "b": "x"], ["a": 2, "b": "y"]]),
      Row(
        "S4", ["b": ["x", "y"], "a": [1, 2]],
        [["b": "x", "a": 1], ["b": "x", "a": 2], ["b": "y", "a": 1], ["b": "y", "a": 2]]),
      Row(
        "S5", ["a": [0, 1], "b": [0, 1], "c": [0, 1]],
        (0..<8).map { ["a": .integer($0 / 4), "b": .integer($0 / 2 % 2), "c": .integer($0 % 2)] }),
      Row("S7", ["a": ["x": [:]]], [["a": "x"]]),
      Row(
        "S8", ["a": ["x": [:], "y": ["p": [1, 2]]]],
        [["a": "x"], ["a": "y", "p": 1], ["a": "y", "p": 2]]),
      Row("S12", ["a": [1, 1]], [["a": 1], ["a": 1]]),
      Row(
        "T5", ["p": ["x", "y"], "q": [0.0, 1.0]],
        [
          ["p": "x", "q": 0.0], ["p": "x", "q": 1.0], ["p": "y", "q": 0.0], ["p": "y", "q": 1.0],
        ]),
    ] as [Row<Factors, [ParameterSet]>])
  func combinations(_ row: Row<Factors, [ParameterSet]>) throws {
    #expect(sets(try sweep(row.input)) == row.expected)
  }

  static let guide: Factors = [
    "param 1": ["a", "b"],
    "param 2": [
      1: ["param 1 1": ["x", "y"], "param 1 2": [0.0, 1.0]],
      2: ["param 2 1": [-10, 10]],
    ],
  ]

  private static let guideCombinations: [ParameterSet] = [
    ["param 1": "a", "param 2": 1, "param 1 1": "x", "param 1 2": 0.0],
    ["param 1": "a", "param 2": 1, "param 1 1": "x", "param 1 2": 1.0],
    ["param 1": "a", "param 2": 1, "param 1 1": "y", "param 1 2": 0.0],
    ["param 1": "a", "param 2": 1, "param 1 1": "y", "param 1 2": 1.0],
    ["param 1": "a", "param 2": 2, "param 2 1": -10],
    ["param 1": "a", "param 2": 2, "param 2 1": 10],
    ["param 1": "b", "param 2": 1, "param 1 1": "x", "param 1 2": 0.0],
    ["param 1": "b", "param 2": 1, "param 1 1": "x", "param 1 2": 1.0],
    ["param 1": "b", "param 2": 1, "param 1 1": "y", "param 1 2": 0.0],
    ["param 1": "b", "param 2": 1, "param 1 1": "y", "param 1 2": 1.0],
    ["param 1": "b", "param 2": 2, "param 2 1": -10],
    ["param 1": "b", "param 2": 2, "param 2 1": 10],
  ]

  @Test(
    "has these combinations, in whatever order",
    arguments: [Row("S11", guide, guideCombinations)] as [Row<Factors, [ParameterSet]>])
  func unordered(_ row: Row<Factors, [ParameterSet]>) throws {
    let combinations = try sweep(row.input)
    #expect(combinations.count == row.expected.count)
    let expected = try row.expected.map(combination)
    #expect(Set(combinations) == Set(expected))
  }

  @Test(
    "is refused",
    arguments: [
      Row("S6", #"{"a":[]}"#, #""a": has no levels; give it one, or leave it out"#),
      Row("S6", #"{"a":[],"b":[1]}"#, #""a": has no levels; give it one, or leave it out"#),
      Row(
        "S13", #"{"a":[1,2],"b":{"t":{"a":[9]}}}"#,
        """
        "b" → "t" → "a": "a" has the same name and would be in the same combination; \
        rename one of them
        """),
      Row(
        "S14", #"{"a":{"x":[1,2]}}"#,
        #""a" → "x": an object of factors should be below this level, not [1,2]; {} for none"#),
      Row("S15", #"{"a":5}"#, #""a": 5 is no list of levels; write [5] for a single one"#),
    ])
  func refused(_ row: Row<String, String>) throws {
    let json = try JSONValue(parsing: row.input)
    let error = #expect(throws: SweepError.self) { try sweep(Factors(json: json)) }
    #expect(error?.description == row.expected)
  }

  @Test(
    "tells so many combinations apart",
    arguments: [
      Row("S16", [["a": 1, "b": 2], ["b": 2, "a": 1]], 1),
      Row("S17", [["a": 1], ["a": 1.0], ["a": true], ["a": "1"]], 4),
    ] as [Row<[ParameterSet], Int>])
  func equality(_ row: Row<[ParameterSet], Int>) throws {
    let all = try row.input.map(combination)
    #expect(Set(all).count == row.expected)
    #expect(Set(all.map(\.canonicalText)).count == row.expected)
    for one in all {
      for other in all where one == other { #expect(one.hashValue == other.hashValue) }
    }
    #expect(all.count { $0 == all[0] } == (row.expected == 1 ? all.count : 1))
  }
}
