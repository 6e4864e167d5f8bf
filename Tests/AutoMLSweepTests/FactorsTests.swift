import AutoMLModel
import AutoMLSweep
import Testing

@Suite("The description of a sweep")
struct FactorsTests {
  @Test(
    "is read from JSON",
    arguments: [
      ("{}", [:]),
      (#"{"a":[1,1.0,true,"1"]}"#, ["a": [1, 1.0, true, "1"]]),
      (
        #"{"a":{"1":{},"0.5":{},"true":{},"x":{},"01":{},"null":{},"":{}," 1":{}}}"#,
        [
          "a": [
            1: [:], 0.5: [:], true: [:], "x": [:], "01": [:], "null": [:], "": [:], " 1": [:],
          ]
        ]
      ),
      (#"{"a":{"\"1\"":{"p":[1]},"1e2":{}}}"#, ["a": ["1": ["p": [1]], 100.0: [:]]]),
      (
        #"{"a":["x",{"level":"1","factors":{"p":[1,2]}},{"level":2}]}"#,
        ["a": ["x": [:], "1": ["p": [1, 2]], 2: [:]]]
      ),
      (#"{"a":{"geom":[1,16,3]}}"#, ["a": [1.0, 4.0, 16.0]]),
      (#"{"a":{"igeom":[1,100.0,3]}}"#, ["a": [1, 10, 100]]),
      (#"{"a":{"geom":{"p":[1]}}}"#, ["a": ["geom": ["p": [1]]]]),
      (#"{"a":[]}"#, ["a": []]),
    ] as [(String, Factors)])
  func json(_ text: String, _ expected: Factors) throws {
    #expect(try Factors(json: JSONValue(parsing: text)) == expected)
  }

  @Test("is written as a literal of its shape")
  func literals() throws {
    let factors: Factors = [
      "a": [1, 2], "b": ["x": ["p": [0.1, 0.2]], "y": [:]], "c": try .igeom(1, 100, 3),
      "d": try .geom(1, 4, 3),
    ]
    #expect(factors.list.map(\.name) == ["a", "b", "c", "d"])
    #expect(factors.list[0].levels == .levels([.integer(1), .integer(2)]))
    #expect(
      factors.list[1].levels
        == .branches([.init("x", ["p": .levels([0.1, 0.2])]), .init("y")]))
    #expect(factors.list[2].levels == [1, 10, 100])
    #expect(factors.list[3].levels == [1.0, 2.0, 4.0])
  }

  @Test(
    "is refused with the place of the mistake and what would be right",
    arguments: [
      ("[1]", "the sweep: an object of factors should be here, not [1]"),
      (#"{"a":"x"}"#, #""a": "x" is no list of levels; write ["x"] for a single one"#),
      (
        #"{"a":{"x":{"p":null}}}"#,
        #""a" → "x" → "p": there are no levels; write a list of them, such as [1, 2]"#
      ),
      (
        #"{"param 2":{"1":{"p":[[1]]}}}"#,
        """
        "param 2" → 1 → "p": [1] is no level; a level is a number, a text or a truth value, \
        or {"level": …, "factors": {…}}
        """
      ),
      (
        #"{"a":[{"level":1,"factor":{}}]}"#,
        """
        "a": {"level":1,"factor":{}} is no level; a level is a number, a text or a truth value, \
        or {"level": …, "factors": {…}}
        """
      ),
      (
        #"{"a":[{"level":"1","factors":3}]}"#,
        #""a" → "1": an object of factors should be below this level, not 3; {} for none"#
      ),
      (
        #"{"a":{"geom":[1,10]}}"#,
        """
        "a": a progression is written {"geom": [first, last, count]}, with a whole number \
        for count
        """
      ),
      (
        #"{"a":{"igeom":[0,10,3]}}"#,
        #""a": a progression cannot start at 0; begin with a small number"#
      ),
      (#"{"a":{}}"#, #""a": has no levels; give it one, or leave it out"#),
      (#"{"a":{"geom":[1,10,0]}}"#, #""a": has no levels; give it one, or leave it out"#),
    ])
  func refused(_ text: String, _ expected: String) throws {
    let json = try JSONValue(parsing: text)
    let error = #expect(throws: SweepError.self) { try sweep(Factors(json: json)) }
    #expect(error?.description == expected)
  }

  @Test(
    "may use a name once in a combination",
    arguments: [
      (["a": [1], "a": [2]], [.factor("a")], [.factor("a")]),
      (["a": [1: ["a": [1]]]], [.factor("a"), .level(1), .factor("a")], [.factor("a")]),
      (["a": [1: ["b": [1]]], "b": [1]], [.factor("a"), .level(1), .factor("b")], [.factor("b")]),
      (
        ["a": [1: ["p": [1]]], "b": [2: ["p": [1]]]],
        [.factor("b"), .level(2), .factor("p")], [.factor("a"), .level(1), .factor("p")]
      ),
    ] as [(Factors, [SweepPath.Step], [SweepPath.Step])])
  func names(_ factors: Factors, _ path: [SweepPath.Step], _ other: [SweepPath.Step]) {
    let error = #expect(throws: SweepError.self) { try factors.combinations() }
    #expect(error?.path == SweepPath(path))
    #expect(error?.reason == .nameTaken(by: SweepPath(other)))
  }

  @Test("may use a name below each level of a factor")
  func branches() throws {
    let factors: Factors = ["a": [1: ["p": [1, 2]], 2: ["p": [3]]]]
    #expect(
      sets(try sweep(factors)) == [["a": 1, "p": 1], ["a": 1, "p": 2], ["a": 2, "p": 3]])
  }

  @Test("has finite levels", arguments: [.nan, .infinity] as [Double])
  func finite(_ bad: Double) {
    for levels in [Levels.levels([1, .float(bad)]), .branches([.init(.float(bad))])] {
      let error = #expect(throws: SweepError.self) {
        try Factors([.init("a", levels)]).combinations()
      }
      #expect(error?.description == "\"a\": \(bad) is no level; it must be a finite number")
    }
  }
}
