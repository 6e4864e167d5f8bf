#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A number for people: a few significant digits, without trailing zeros.
///
/// Machines get the exact value instead; see ``Report/json``.
public struct NumberText: CustomStringConvertible, Sendable {
  /// The digits.
  public let description: String

  /// Rounds a number to at most this many significant digits, from 1 to 17.
  public init(_ number: Double, digits: Int = 6) {
    var buffer = [CChar](repeating: 0, count: 32)
    let arguments: [any CVarArg] = [CInt(min(max(digits, 1), 17)), number]
    let count = withVaList(arguments) { vsnprintf(&buffer, buffer.count, "%.*g", $0) }
    description = String(
      decoding: buffer.prefix(max(0, Int(count))).map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Rounds a number to six digits, or writes a dash when there is none.
  public init(_ number: Double?) {
    if let number { self.init(number, digits: 6) } else { self.init(dash: ()) }
  }

  private init(dash: Void) { description = "–" }
}
