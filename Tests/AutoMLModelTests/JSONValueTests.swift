import AutoMLModel
import Testing

@Suite("A JSON value")
struct JSONValueTests {
  @Test(
    "comes back as it was written",
    arguments: [
      "null", "true", "false", "0", "-0", "1", "1.0", "-1.5", "1e+16", "5e-324", "\"\"", "[]",
      "{}", "[1,1.0,\"1\",true,null,[],{}]", #"{"b":1,"a":{"d":2,"c":[3]}}"#,
      #""\"\\\n\r\t\u0000\u001f\u007f""#, "\"größe 名前 😀\"", "9223372036854775807",
      "-9223372036854775808", "0.1", "1.7976931348623157e+308",
    ])
  func roundTrip(_ text: String) throws {
    let value = try JSONValue(parsing: text)
    let written = value.serialized()
    #expect(try JSONValue(parsing: written) == value)
    #expect(written == (text == "-0" ? "0" : text))
    #expect(try JSONValue(parsing: value.serialized(pretty: true)) == value)
  }

  @Test("keeps 1 and 1.0 apart")
  func numbers() throws {
    #expect(try JSONValue(parsing: "1") == .integer(1))
    #expect(try JSONValue(parsing: "1.0") == .number(1))
    #expect(try JSONValue(parsing: "1e0") == .number(1))
    #expect(try JSONValue(parsing: "9223372036854775808") == .number(0x1p63))
    #expect(JSONValue.number(1).serialized() == "1.0")
    #expect(JSONValue.number(1e20).serialized() == "1e+20")
    #expect(JSONValue.number(.nan).serialized() == "null")
  }

  @Test("keeps the order of members and finds them")
  func members() throws {
    let value = try JSONValue(parsing: #" { "z" : 1 , "a" : "x" } "#)
    #expect(value == ["z": 1, "a": "x"])
    #expect(value != ["a": "x", "z": 1])
    #expect(value["a"]?.text == "x")
    #expect(value["z"]?.double == 1)
    #expect(value["q"] == nil)
    #expect(JSONValue.array([])["a"] == nil)
  }

  @Test("is written over lines when that is asked for")
  func pretty() {
    let value: JSONValue = ["a": [1, 2], "b": [:], "c": []]
    #expect(
      value.serialized(pretty: true) == """
        {
          "a": [
            1,
            2
          ],
          "b": {},
          "c": []
        }
        """)
  }

  @Test("understands escapes")
  func escapes() throws {
    #expect(try JSONValue(parsing: #""\ud83d\ude00\u00e9\/\b\f""#) == "😀é/\u{8}\u{C}")
    #expect(try JSONValue(parsing: #""\uD834\uDD1E""#) == "𝄞")
  }

  @Test(
    "is refused with a reason and a place",
    arguments: [
      ("", "a value is missing", 0), ("nul", "unexpected character", 0),
      ("[1,]", "unexpected character", 3), ("[1 2]", "',' or ']' is missing", 3),
      ("{\"a\" 1}", "':' is missing", 5), ("{a:1}", "a member name in quotes is missing", 1),
      ("{\"a\":1,\"a\":2}", "the member 'a' stands twice", 10),
      ("01", "a number must not begin with 0", 1), ("1.", "a digit is missing", 2),
      ("1e", "a digit is missing", 2), ("-", "a digit is missing", 1),
      ("+1", "unexpected character", 0), (".5", "unexpected character", 0),
      ("1e999", "the number is too large", 5), ("1 2", "unexpected text after the value", 2),
      ("NaN", "NaN and Infinity are not JSON", 3), ("[Infinity]", "NaN and Infinity", 9),
      ("-Infinity", "NaN and Infinity", 9), ("\"a", "the closing quote is missing", 2),
      ("\"\n\"", "a control character", 1), (#""\x""#, "unknown escape", 3),
      (#""\ud800""#, "half of a surrogate pair", 7), (#""\ude00""#, "half of a surrogate", 7),
      (#""\u12g4""#, "four hexadecimal digits", 3), (#""\"#, "the closing quote", 2),
    ])
  func refused(_ text: String, _ reason: String, _ offset: Int) {
    let error = #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: text) }
    #expect(error?.reason.hasPrefix(reason) == true, "\(String(describing: error))")
    #expect(error?.offset == offset)
  }

  @Test("refuses a name that stands twice among few and among many", arguments: [2, 16, 17, 40])
  func repeatedName(count: Int) throws {
    let names = (1..<count).map { "\"n\($0)\":0" }.joined(separator: ",")
    #expect(throws: Never.self) { try JSONValue(parsing: "{\(names),\"m\":0}") }
    for place in [1, count - 1] {
      let error = #expect(throws: JSONSyntaxError.self) {
        try JSONValue(parsing: "{\(names),\"n\(place)\":0}")
      }
      #expect(error?.reason == "the member 'n\(place)' stands twice")
    }
  }

  @Test("reads whole numbers to the ends of 64 bits, and those beyond as others")
  func wholeNumbers() throws {
    #expect(try JSONValue(parsing: "-9223372036854775808") == .integer(.min))
    #expect(try JSONValue(parsing: "9223372036854775807") == .integer(.max))
    #expect(try JSONValue(parsing: "-0") == .integer(0))
    #expect(try JSONValue(parsing: "-9223372036854775809") == .number(-0x1p63))
    #expect(try JSONValue(parsing: "92233720368547758080") == .number(0x5p64))
  }

  @Test(
    "refuses texts that are not UTF-8",
    arguments: [[0xFF], [0xC3], [0x5C, 0x6E, 0xFF], [0x61, 0x5C, 0x6E, 0xC3]])
  func wrongBytes(_ bytes: [UInt8]) {
    let error = #expect(throws: JSONSyntaxError.self) {
      try JSONValue(parsingUTF8: ([0x22] + bytes + [0x22])[...])
    }
    #expect(error?.reason == "the text is not UTF-8")
  }

  @Test("may be nested, but not without end")
  func nesting() throws {
    func nested(_ depth: Int) -> String {
      String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    }
    #expect(throws: Never.self) { try JSONValue(parsing: nested(256)) }
    for depth in [257, 100_000] {
      let error = #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: nested(depth)) }
      #expect(error?.reason == "nested too deeply")
    }
  }
}
