import AutoMLModel
import AutoMLSweep
import Testing

@Suite("A combination")
struct CombinationTests {
  @Test(
    "has one text for its identity",
    arguments: [
      ([:], "{}"),
      (["b": 2, "a": 1], #"{"a":1,"b":2}"#),
      (["z": 1, "é": 2, "Z": 3, "": 4], #"{"":4,"Z":3,"z":1,"é":2}"#),
      (["a": 1.0, "b": 1e-7, "c": 1e20], #"{"a":1.0,"b":1e-07,"c":1e+20}"#),
      (["a": -0.0, "b": 0.1], #"{"a":0.0,"b":0.1}"#),
      (["a": true, "b": "true"], #"{"a":true,"b":"true"}"#),
      (["a\"": "\\ \"\n\u{1}"], #"{"a\"":"\\ \"\n\u0001"}"#),
      (["a": "\u{2028}…é"], #"{"a":"\u2028…é"}"#),
    ] as [(ParameterSet, String)])
  func canonicalText(_ parameters: ParameterSet, _ expected: String) throws {
    let made = try combination(parameters)
    #expect(made.canonicalText == expected)
    let read = try #require(Combination(JSONValue(parsing: expected)))
    #expect(read == made)
    #expect(read.hashValue == made.hashValue)
    #expect(read.canonicalText == expected)
    #expect(Combination(made.json) == made)
    #expect(made.parameters == parameters)
  }

  @Test("of a sweep equals one of its own")
  func sharing() throws {
    let swept = try #require(try sweep(["b": [1, 2], "a": ["x"]]).last)
    #expect(swept == (try combination(["a": "x", "b": 2])))
    #expect(swept != (try combination(["a": "x", "b": 1])))
    #expect(swept != (try combination(["a": "x", "c": 2])))
    #expect(swept != (try combination(["a": "x"])))
    #expect(swept["b"] == 2)
    #expect(swept["c"] == nil)
    #expect(swept.names == ["b", "a"])
    #expect(swept.levels == [2, "x"])
  }

  @Test("compares texts byte by byte, as its text does")
  func unicode() throws {
    let (composed, decomposed) = ("\u{E9}", "e\u{301}")
    #expect(try combination(["a": .text(composed)]) != combination(["a": .text(decomposed)]))
    #expect(try combination([composed: 1]) != combination([decomposed: 1]))
    #expect(try combination(["a": 0.0]) == combination(["a": -0.0]))
  }

  @Test("holds scalars that are finite", arguments: [.nan, .infinity, -.infinity] as [Double])
  func finite(_ bad: Double) {
    #expect(Combination(["a": 1, "b": .float(bad)]) == nil)
    #expect(Combination(JSONValue.object([.init("a", [1])])) == nil)
  }

  @Test(
    "is printed as Python prints a dict",
    arguments: [
      ([:], "{}"),
      (["a": true, "b": false], "{'a': True, 'b': False}"),
      (["a": 1.0, "b": 1e-5, "c": 1e16], "{'a': 1.0, 'b': 1e-05, 'c': 1e+16}"),
      (["it's": "it's", "b": "\"'"], #"{"it's": "it's", 'b': '"\''}"#),
      (["a": "\\\n\u{1}é\u{A0}\u{2028}\u{E0001}"], #"{'a': '\\\n\x01é\xa0\u2028\U000e0001'}"#),
    ] as [(ParameterSet, String)])
  func description(_ parameters: ParameterSet, _ expected: String) throws {
    #expect(try combination(parameters).description == expected)
  }
}
