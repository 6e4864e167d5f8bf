import AutoMLModel
import Testing

@testable import AutoMLWorkflow

@Suite("A scalar that stands alone")
struct CommandLineScalarTests {
  @Test(
    "is read as it would be read in a document",
    arguments: [
      ("1", 1), ("1.0", 1.0), ("1e-3", 0.001), ("true", true), ("null", nil), ("a: b", "a: b"),
      ("*.txt", "*.txt"), ("a #b", "a #b"), ("\"1\"", "1"), ("'it''s'", "it's"), ("\"\"", ""),
      ("it's", "it's"), ("[1]", "[1]"), (".inf", .number(.infinity)), ("'\\'", "\\"),
      ("9223372036854775807", 9_223_372_036_854_775_807), (#""\"\x41\\""#, #""A\"#),
      ("\"9223372036854775808\"", "9223372036854775808"), ("1e20", 1e20), ("0xg", "0xg"),
      ("0x", "0x"), ("0x7FFFFFFFFFFFFFFF", 9_223_372_036_854_775_807), ("\"a\tb\"", "a\tb"),
    ] as [(String, JSONValue)])
  func scalars(_ text: String, _ value: JSONValue) throws {
    #expect(try CommandLineScalar.value(of: text) == value)
  }

  @Test(
    "is refused with the reason when it is none",
    arguments: [
      ("", "a value is empty"), ("010", "begins with 0"), ("\"a", "close the quote at its end"),
      ("\"a\\\"", "close the quote at its end"), ("'a''", "close the quote at its end"),
      ("'a' b", "remove what follows"), ("\"a\": b", "remove what follows"),
      (#""\ud800""#, "an escape that stands for no character"), ("\"\u{1B}\"", "control character"),
      ("'a\nb'", "control character"), ("\"\\q\"", "an escape"),
      ("9223372036854775808", "does not fit 64 bits; write it as 1e20"),
      ("0xFFFFFFFFFFFFFFFFF", "does not fit 64 bits"),
      ("0o7777777777777777777777", "does not fit 64 bits"),
      ("-9_223_372_036_854_775_809", "does not fit 64 bits"),
    ])
  func noScalars(_ text: String, _ clue: String) {
    let error = #expect(throws: CommandProblem.self) { try CommandLineScalar.value(of: text) }
    #expect(error.map { "\($0)" }?.contains(clue) == true, "\(String(describing: error))")
  }
}
