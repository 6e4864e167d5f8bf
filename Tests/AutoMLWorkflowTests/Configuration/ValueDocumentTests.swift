import AutoMLModel
import Testing

@testable import AutoMLWorkflow

@Suite("A document whose meaning the caller knows")
struct ValueDocumentTests {
  private func document(_ text: String) throws -> ValueDocument {
    try ValueDocument(parsing: text, file: "f", adviceWhenEmpty: "write something")
  }

  @Test("keeps order, lines, and numbers that JSON does not have")
  func values() throws {
    let document = try document("b: [1, .inf]\na:\n  c: yes\n")
    #expect(document.members?.map(\.name) == ["b", "a"])
    #expect(document.members?.map(\.line) == [1, 2])
    #expect(document["b"]?.elements?.map(\.json) == [1, .number(.infinity)])
    #expect(document["a"]?["c"]?.json == "yes")
    #expect(document["a"]?.line == 3)
    #expect(document["b"]?.members == nil)
    #expect(document["a"]?.elements == nil)
  }

  @Test(
    "tells names that are scalars from those in quotes",
    arguments: [
      ("1", 1), ("True", true), (".5", 0.5), ("0x10", 16), ("\"1\"", "1"), ("'true'", "true"),
      ("x", "x"), ("yes", "yes"), ("010", "010"), ("~", nil),
    ] as [(String, JSONValue)])
  func names(_ name: String, _ scalar: JSONValue) throws {
    #expect(try document("{\(name): 1}").members?.map(\.scalar) == [scalar])
  }

  @Test("tells every mistake with the file, and what to write into an empty one")
  func mistakes() throws {
    let error = try #require(throws: ConfigurationError.self) { try document("# nothing") }
    #expect(error.description == "f: the file holds nothing; write something")
    #expect(throws: ConfigurationError.self) { try document("a: 010") }
  }

  @Test(
    "reads single scalars as they would be read in a document",
    arguments: [
      ("1", 1), ("1.0", 1.0), ("1e-3", 0.001), ("true", true), ("null", nil), ("a: b", "a: b"),
      ("*.txt", "*.txt"), ("a #b", "a #b"), ("\"1\"", "1"), ("'it''s'", "it's"), ("\"\"", ""),
      ("it's", "it's"), ("[1]", "[1]"),
    ] as [(String, JSONValue)])
  func scalars(_ text: String, _ value: JSONValue) throws {
    #expect(try ValueDocument.scalar(text) == value)
  }

  @Test("refuses what is no single scalar", arguments: ["", "010", "\"a", "'a' b", "\"a\": b"])
  func noScalars(_ text: String) {
    #expect(throws: CommandProblem.self) { try ValueDocument.scalar(text) }
  }
}
