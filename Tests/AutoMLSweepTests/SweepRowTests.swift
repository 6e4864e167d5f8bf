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

  @Test("S11: has the twelve combinations of the guide's second example")
  func guide() throws {
    var expected: Set<Combination> = []
    for outer in ["a", "b"] as [ParameterValue] {
      for x in ["x", "y"] as [ParameterValue] {
        for number in [0.0, 1.0] as [ParameterValue] {
          expected.insert(
            try combination(
              ["param 1 2": number, "param 1 1": x, "param 1": outer, "param 2": 1]))
        }
      }
      for number in [-10, 10] as [ParameterValue] {
        expected.insert(try combination(["param 2 1": number, "param 1": outer, "param 2": 2]))
      }
    }
    let combinations = try sweep(Self.guide)
    #expect(combinations.count == 12)
    #expect(Set(combinations) == expected)
    #expect(combinations.first?.names == ["param 1", "param 2", "param 1 1", "param 1 2"])
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

  @Test("S16: does not tell combinations apart by the order of their factors")
  func order() throws {
    let one = try combination(["a": 1, "b": 2])
    let other = try combination(["b": 2, "a": 1])
    #expect(one == other)
    #expect(one.hashValue == other.hashValue)
  }

  @Test("S17: tells combinations apart by the types of their levels")
  func types() throws {
    let levels: [ParameterValue] = [1, 1.0, true, "1"]
    let all = try levels.map { try combination(["a": $0]) }
    #expect(Set(all).count == 4)
    #expect(Set(all.map(\.canonicalText)).count == 4)
  }
}
