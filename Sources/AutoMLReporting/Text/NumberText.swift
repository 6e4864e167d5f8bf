#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A number for people: at most six significant digits, without trailing zeros.
///
/// Machines get the exact value instead; see ``Report/json``.
public struct NumberText: CustomStringConvertible, Sendable {
  /// The digits.
  public let description: String

  /// Rounds a number.
  public init(_ number: Double) {
    var buffer = [CChar](repeating: 0, count: 32)
    let count = withVaList([number]) { vsnprintf(&buffer, buffer.count, "%.6g", $0) }
    description = String(
      decoding: buffer.prefix(max(0, Int(count))).map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Rounds a number, or writes a dash when there is none.
  public init(_ number: Double?) {
    if let number { self.init(number) } else { self.init(dash: ()) }
  }

  private init(dash: Void) { description = "–" }
}
