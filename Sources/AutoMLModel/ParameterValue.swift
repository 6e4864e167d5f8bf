/// The value of one parameter, with its type kept apart: 1, 1.0, true and "1" are four values.
public enum ParameterValue: Hashable, Sendable {
  /// A real number.
  case float(Double)
  /// A whole number.
  case integer(Int64)
  /// A text.
  case text(String)
  /// A truth value.
  case boolean(Bool)

  /// The value as a number, or nil for texts and truth values.
  public var number: Double? {
    switch self {
    case .float(let value): value
    case .integer(let value): Double(value)
    case .text, .boolean: nil
    }
  }

  /// The value as JSON; real numbers keep a decimal point or an exponent.
  public var json: JSONValue {
    switch self {
    case .float(let value): .number(value)
    case .integer(let value): .integer(value)
    case .text(let value): .string(value)
    case .boolean(let value): .boolean(value)
    }
  }

  /// Makes a value of a JSON scalar, or nil for null, arrays and objects.
  public init?(_ json: JSONValue) {
    switch json {
    case .number(let value): self = .float(value)
    case .integer(let value): self = .integer(value)
    case .string(let value): self = .text(value)
    case .boolean(let value): self = .boolean(value)
    case .null, .array, .object: return nil
    }
  }
}

extension ParameterValue: CustomStringConvertible {
  /// The value as a command line shows it: texts bare, real numbers in their shortest exact form.
  public var description: String {
    switch self {
    case .float(let value): value.description
    case .integer(let value): value.description
    case .text(let value): value
    case .boolean(let value): value.description
    }
  }
}

extension ParameterValue: ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByStringLiteral, ExpressibleByBooleanLiteral
{
  /// Makes a real number.
  public init(floatLiteral value: Double) { self = .float(value) }
  /// Makes a whole number.
  public init(integerLiteral value: Int64) { self = .integer(value) }
  /// Makes a text.
  public init(stringLiteral value: String) { self = .text(value) }
  /// Makes a truth value.
  public init(booleanLiteral value: Bool) { self = .boolean(value) }
}
