/// The natural logarithm and its inverse out of IEEE 754's exact operations alone.
///
/// The C library's functions differ in the last bit between systems; these do not, so that a seed
/// gives the same numbers everywhere. They are right to about two units in the last place.
enum PortableLogarithm {
  /// ln 2 as a sum: the first part has its last 32 bits zero, so that small multiples are exact.
  private static let ln2 = (high: 0x1.62e42feep-1, low: 0x1.a39ef35793c76p-33)

  /// The natural logarithm of a positive, finite number.
  static func log(_ number: Double) -> Double {
    var exponent = Int(number.exponent)
    var fraction = number.significand
    if fraction > 0x1.6a09e667f3bcdp0 {
      fraction /= 2
      exponent += 1
    }
    let ratio = (fraction - 1) / (fraction + 1)
    let square = ratio * ratio
    var sum = 0.0
    for odd in stride(from: 29, through: 3, by: -2) { sum = (sum + 1 / Double(odd)) * square }
    let logarithm = 2 * ratio + 2 * ratio * sum
    return Double(exponent) * ln2.high + (Double(exponent) * ln2.low + logarithm)
  }

  /// e to the power of a number between -745 and 709.
  static func exp(_ power: Double) -> Double {
    let twos = (power / (ln2.high + ln2.low)).rounded()
    let rest = (power - twos * ln2.high) - twos * ln2.low
    var sum = 1.0
    for factor in stride(from: 20.0, through: 1, by: -1) { sum = 1 + rest / factor * sum }
    let half = (twos / 2).rounded(.down)
    return sum * powerOfTwo(half) * powerOfTwo(twos - half)
  }

  private static func powerOfTwo(_ exponent: Double) -> Double {
    Double(sign: .plus, exponent: Int(exponent), significand: 1)
  }
}
