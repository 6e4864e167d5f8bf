import AutoMLModel
import AutoMLSweep
import Testing

@testable import AutoMLWorkflow

@Suite("The factors in a file")
struct SweepDocumentTests {
  private func problems(_ text: String) -> [String] {
    let error = #expect(throws: ConfigurationError.self) {
      try SweepDocument(parsing: text, file: "f")
    }
    return error?.description.split(separator: "\n").map(String.init) ?? []
  }

  @Test(
    "have levels that are scalars of YAML, as keys and in lists",
    arguments: [
      (
        "a: {\"1\": {}, 2: {}, True: {}, 0x10: {}, 'true': {}, .5: {}, yes: {}}",
        ["a": ["1": [:], 2: [:], true: [:], 16: [:], "true": [:], 0.5: [:], "yes": [:]]]
      ),
      ("a: [\"1\", 2, True, 0x10, 'true', .5]", ["a": ["1", 2, true, 16, "true", 0.5]]),
      (#"{"a": {"1": {}, "true": {"b": [1, 1.0]}}}"#, ["a": ["1": [:], "true": ["b": [1, 1.0]]]]),
      (
        #"{"factors": {"a": [{"level": 1, "factors": {"b": {"x": {}}}}, "2"]}}"#,
        ["a": [1: ["b": ["x": [:]]], "2": [:]]]
      ),
      ("a: {\"\\\"1\\\"\": {}}", ["a": ["\"1\"": [:]]]),
      (
        "a: {geom: [1, 16, 3]}\nb: {geom: {c: [1]}}",
        ["a": [1.0, 4.0, 16.0], "b": ["geom": ["c": [1]]]]
      ),
    ] as [(String, Factors)])
  func levels(_ text: String, _ factors: Factors) throws {
    let document = try SweepDocument(parsing: text, file: "f")
    #expect(document.factors == factors)
    // As they are recorded, they are read again the same.
    let again = try SweepDocument(parsing: document.json.serialized(), file: "g")
    #expect(again.factors == factors)
  }

  @Test(
    "are refused with the line and the reason",
    arguments: [
      ("a:\n  1: {}\n  0x1: {}", "f:3: \"a\": the level '0x1' stands twice; remove one"),
      ("a:\n  true: {}\n  True: {}", "f:3: \"a\": the level 'True' stands twice; remove one"),
      ("a:\n  b: {}\n  .nan: {}", "f:3: \"a\": .nan is no level; a level is a finite number"),
      ("a: [1]\nb: {~: {}}", "f:2: \"b\": ~ is no level; a level is a finite number"),
      ("a: {null: {}}", "f:1: \"a\": null is no level"), ("a: {010: {}}", "f:1: \"a\": 010 begins"),
      (
        "a:\n  - 1\n  - 99999999999999999999",
        "f:3: \"a\": 99999999999999999999 is a whole number that does not fit 64 bits"
      ),
      ("a: {9223372036854775808: {}}", "f:1: \"a\": 9223372036854775808 is a whole number"),
      ("a: .inf", "f:1: \"a\": .inf is no list of levels"),
      ("a: 99999999999999999999", "f:1: \"a\": 99999999999999999999 is a whole number"),
      (#"{"a": [1e999]}"#, "f:1: \"a\": inf is no level"),
      ("a:\n  x: {b: [\"\\0\"]}", "f:2: \"a\" → \"x\" → \"b\": a level holds a NUL character"),
      ("a: {\"\\0\": {}}", "f:1: \"a\": a level holds a NUL"),
      ("\"a\\0\": [1]", "the name holds a NUL"),
    ])
  func mistakes(_ text: String, _ expected: String) {
    let found = problems(text)
    #expect(found.count == 1)
    #expect(found.first?.contains(expected) == true, "\(found)")
  }

  @Test("are all named that are wrong, by line")
  func all() {
    let found = problems(
      "a: 5\nb: [1]\nc: []\nd:\n  .nan: {b: [1]}\n  x: {b: [2]}\ne: {y: {b: [1]}}")
    #expect(
      found.map { $0.prefix(8) } == ["f:1: \"a\"", "f:3: \"c\"", "f:5: \"d\"", "f:7: \"e\""])
    let clashes = problems("a: [1]\nb: {x: {a: [1]}}\nc: {x: {a: [1]}}")
    #expect(clashes.count == 2)
  }
}
