/// What an unquoted word of YAML is.
///
/// The rules are those of YAML 1.2's core schema, which is what people expect: `1e-4` and `.5`
/// are numbers, `yes`, `no`, `on`, `off` and `12:30` are texts. `1_000`, which YAML 1.1 and
/// Python allow, is a number too. `010` is 8 for some tools and 10 for others, and refused.
enum YAMLScalar {
  /// The meaning of an unquoted word, or nil when it is a number that tools read differently.
  static func value(of word: String) -> ConfigurationNode.Value? {
    switch word {
    case "", "~", "null", "Null", "NULL": return .null
    case "true", "True", "TRUE": return .boolean(true)
    case "false", "False", "FALSE": return .boolean(false)
    case ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF": return .number(.infinity)
    case "-.inf", "-.Inf", "-.INF": return .number(-.infinity)
    case ".nan", ".NaN", ".NAN": return .number(.nan)
    default: break
    }
    if let value = prefixed(word) { return value }
    guard let number = decimal(word) else { return .string }
    if number.hasLeadingZero { return nil }
    if number.isWhole, let value = Int64(number.digits) { return .integer(value) }
    guard let value = Double(number.digits) else { return .string }
    return .number(value)
  }

  /// Whether an unquoted word is a whole number that 64 bits do not hold, and so a real one here.
  static func isTooLong(_ word: String) -> Bool {
    if case .number? = prefixed(word) { return true }
    guard let number = decimal(word), number.isWhole else { return false }
    return Int64(number.digits) == nil
  }

  private static func prefixed(_ word: String) -> ConfigurationNode.Value? {
    let radix: Int
    if word.hasPrefix("0x") {
      radix = 16
    } else if word.hasPrefix("0o") {
      radix = 8
    } else {
      return nil
    }
    let digits = word.dropFirst(2)
    guard digits.first != "-", digits.first != "+" else { return nil }
    if let number = Int64(digits, radix: radix) { return .integer(number) }
    let values = digits.map { $0.isASCII ? $0.hexDigitValue ?? radix : radix }
    guard !values.isEmpty, values.allSatisfy({ $0 < radix }) else { return nil }
    return .number(values.reduce(0) { $0 * Double(radix) + Double($1) })
  }

  /// Takes `[+-] digits [. digits] [e [+-] digits]` apart; underscores may stand between digits.
  private static func decimal(
    _ word: String
  ) -> (digits: String, isWhole: Bool, hasLeadingZero: Bool)? {
    let bytes = Array(word.utf8)
    var digits: [UInt8] = []
    var place = 0
    func isDigit(_ at: Int) -> Bool { at < bytes.count && 0x30...0x39 ~= bytes[at] }
    func takeDigits() -> Int {
      let start = digits.count
      while isDigit(place)
        || place < bytes.count && bytes[place] == UInt8(ascii: "_")
          && place > 0 && isDigit(place - 1) && isDigit(place + 1)
      {
        if isDigit(place) { digits.append(bytes[place]) }
        place += 1
      }
      return digits.count - start
    }
    func take(_ first: Unicode.Scalar, _ second: Unicode.Scalar) -> Bool {
      guard place < bytes.count, [UInt8(ascii: first), UInt8(ascii: second)].contains(bytes[place])
      else { return false }
      digits.append(bytes[place])
      place += 1
      return true
    }
    _ = take("+", "-")
    let start = place
    var count = takeDigits()
    let hasLeadingZero = count > 1 && bytes[start] == UInt8(ascii: "0")
    var isWhole = true
    if take(".", ".") {
      isWhole = false
      count += takeDigits()
    }
    guard count > 0 else { return nil }
    if take("e", "E") {
      isWhole = false
      _ = take("+", "-")
      guard takeDigits() > 0 else { return nil }
    }
    guard place == bytes.count else { return nil }
    if digits.last == UInt8(ascii: ".") { digits.append(UInt8(ascii: "0")) }
    let text = String(decoding: digits, as: UTF8.self).replacing(".e", with: ".0e")
    return (text.replacing(".E", with: ".0E"), isWhole, hasLeadingZero)
  }
}
