/// Why a text is not JSON, and where.
public struct JSONSyntaxError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong, as a clause without a full stop.
  public let reason: String
  /// The byte at which it was seen, from 0.
  public let offset: Int

  /// A sentence for people.
  public var description: String { "\(reason) at byte \(offset)" }
}

extension JSONValue {
  /// Parses one JSON document (RFC 8259) and nothing after it.
  ///
  /// Refused beyond the grammar: a member that stands twice in an object, numbers too large for
  /// a double, and nesting deeper than 256.
  ///
  /// - Throws: ``JSONSyntaxError``; `NaN` and `Infinity`, which Python's `json` prints, are named.
  public init(parsing text: some StringProtocol) throws(JSONSyntaxError) {
    try self.init(parsingUTF8: Array(text.utf8)[...])
  }

  /// Parses one JSON document out of its bytes; bytes that are not UTF-8 are refused.
  ///
  /// - Throws: ``JSONSyntaxError``, as ``init(parsing:)``.
  public init(parsingUTF8 bytes: ArraySlice<UInt8>) throws(JSONSyntaxError) {
    var parser = JSONParser(bytes: bytes)
    self = try parser.document()
  }
}

private struct JSONParser {
  /// How many names are compared one by one.
  private static let fewNames = 16

  let bytes: ArraySlice<UInt8>
  var place: Int

  init(bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    place = bytes.startIndex
  }

  mutating func document() throws(JSONSyntaxError) -> JSONValue {
    let value = try self.value(depth: 0)
    skipSpace()
    if place < bytes.endIndex { throw error("unexpected text after the value") }
    return value
  }

  func error(_ reason: String) -> JSONSyntaxError {
    JSONSyntaxError(reason: reason, offset: place - bytes.startIndex)
  }

  var next: UInt8? { place < bytes.endIndex ? bytes[place] : nil }

  mutating func skipSpace() {
    while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
      place += 1
    }
  }

  mutating func take(_ byte: UInt8) -> Bool {
    guard next == byte else { return false }
    place += 1
    return true
  }

  mutating func takeWord(_ word: StaticString) -> Bool {
    let count = word.utf8CodeUnitCount
    guard place + count <= bytes.endIndex else { return false }
    for index in 0..<count where word.utf8Start[index] != bytes[place + index] { return false }
    place += count
    return true
  }

  mutating func value(depth: Int) throws(JSONSyntaxError) -> JSONValue {
    guard depth < 256 else { throw error("nested too deeply") }
    skipSpace()
    guard let byte = next else { throw error("a value is missing") }
    switch byte {
    case UInt8(ascii: "{"): return try object(depth: depth)
    case UInt8(ascii: "["): return try array(depth: depth)
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
    default: break
    }
    if takeWord("true") { return .boolean(true) }
    if takeWord("false") { return .boolean(false) }
    if takeWord("null") { return .null }
    if takeWord("NaN") || takeWord("Infinity") { throw error("NaN and Infinity are not JSON") }
    throw error("unexpected character")
  }

  mutating func object(depth: Int) throws(JSONSyntaxError) -> JSONValue {
    place += 1
    var members: [JSONValue.Member] = []
    // Of few names, as most objects have, comparing each costs less than a set.
    var names: Set<String> = []
    skipSpace()
    if take(UInt8(ascii: "}")) { return .object([]) }
    repeat {
      skipSpace()
      guard next == UInt8(ascii: "\"") else { throw error("a member name in quotes is missing") }
      let name = try string()
      if members.count == Self.fewNames { names = Set(members.map(\.name)) }
      let isNew =
        members.count < Self.fewNames
        ? !members.contains { $0.name == name } : names.insert(name).inserted
      guard isNew else { throw error("the member '\(name)' stands twice") }
      skipSpace()
      guard take(UInt8(ascii: ":")) else { throw error("':' is missing") }
      members.append(.init(name, try value(depth: depth + 1)))
      skipSpace()
    } while take(UInt8(ascii: ","))
    guard take(UInt8(ascii: "}")) else { throw error("',' or '}' is missing") }
    return .object(members)
  }

  mutating func array(depth: Int) throws(JSONSyntaxError) -> JSONValue {
    place += 1
    var elements: [JSONValue] = []
    skipSpace()
    if take(UInt8(ascii: "]")) { return .array([]) }
    repeat {
      elements.append(try value(depth: depth + 1))
      skipSpace()
    } while take(UInt8(ascii: ","))
    guard take(UInt8(ascii: "]")) else { throw error("',' or ']' is missing") }
    return .array(elements)
  }

  mutating func number() throws(JSONSyntaxError) -> JSONValue {
    let start = place
    let negative = take(UInt8(ascii: "-"))
    if negative, takeWord("Infinity") { throw error("NaN and Infinity are not JSON") }
    if take(UInt8(ascii: "0")) {
      if let byte = next, isDigit(byte) { throw error("a number must not begin with 0") }
    } else {
      try digits()
    }
    var isWhole = true
    if take(UInt8(ascii: ".")) {
      isWhole = false
      try digits()
    }
    if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
      isWhole = false
      if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
      try digits()
    }
    if isWhole, let value = whole(bytes[start..<place]) { return .integer(value) }
    let text = String(decoding: bytes[start..<place], as: UTF8.self)
    guard let value = Double(text), value.isFinite else {
      throw error("the number is too large")
    }
    return .number(value)
  }

  /// The value of digits after an optional minus, unless it is beyond 64 bits.
  func whole(_ text: ArraySlice<UInt8>) -> Int64? {
    let isNegative = text.first == UInt8(ascii: "-")
    var value: Int64 = 0
    for byte in isNegative ? text.dropFirst() : text {
      // Downwards, since there is one more negative number.
      let (shifted, isTooFar) = value.multipliedReportingOverflow(by: 10)
      let (next, isBeyond) = shifted.subtractingReportingOverflow(
        Int64(byte - UInt8(ascii: "0")))
      if isTooFar || isBeyond { return nil }
      value = next
    }
    if isNegative { return value }
    return value == .min ? nil : -value
  }

  func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }

  mutating func digits() throws(JSONSyntaxError) {
    let start = place
    while let byte = next, isDigit(byte) { place += 1 }
    if place == start { throw error("a digit is missing") }
  }

  mutating func string() throws(JSONSyntaxError) -> String {
    place += 1
    // Most texts stand as they are, without escapes.
    let plain = bytes[place...].prefix {
      $0 >= 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\")
    }
    place = plain.endIndex
    if take(UInt8(ascii: "\"")) { return try checked(plain) }
    var text = Array(plain)
    while let byte = next {
      switch byte {
      case UInt8(ascii: "\""):
        place += 1
        return try checked(text)
      case UInt8(ascii: "\\"):
        place += 1
        try escape(into: &text)
      case 0..<0x20: throw error("a control character stands in a string")
      default:
        text.append(byte)
        place += 1
      }
    }
    throw error("the closing quote is missing")
  }

  func checked(_ text: some Collection<UInt8>) throws(JSONSyntaxError) -> String {
    guard let valid = String(validating: text, as: UTF8.self) else {
      throw error("the text is not UTF-8")
    }
    return valid
  }

  mutating func escape(into text: inout [UInt8]) throws(JSONSyntaxError) {
    guard let byte = next else { throw error("the closing quote is missing") }
    place += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "f"): text.append(0x0C)
    case UInt8(ascii: "n"): text.append(0x0A)
    case UInt8(ascii: "r"): text.append(0x0D)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "u"):
      var unit = try hexadecimal()
      if (0xD800..<0xDC00).contains(unit) {
        guard takeWord("\\u") else { throw error("half of a surrogate pair is missing") }
        let low = try hexadecimal()
        guard (0xDC00..<0xE000).contains(low) else {
          throw error("half of a surrogate pair is missing")
        }
        unit = 0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00)
      }
      guard let scalar = Unicode.Scalar(unit) else {
        throw error("half of a surrogate pair is missing")
      }
      text.append(contentsOf: UTF8.encode(scalar).map(Array.init) ?? [])
    default: throw error("unknown escape")
    }
  }

  mutating func hexadecimal() throws(JSONSyntaxError) -> UInt32 {
    guard place + 4 <= bytes.endIndex else { throw error("four hexadecimal digits are missing") }
    var value: UInt32 = 0
    for byte in bytes[place..<place + 4] {
      guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw error("four hexadecimal digits are missing")
      }
      value = value << 4 + UInt32(digit)
    }
    place += 4
    return value
  }
}
