import AutoMLModel

extension Combination {
  /// A name for a file or folder of this combination.
  ///
  /// The slug of the description, cut to 80 bytes, and 16 digits that stand for the whole
  /// ``canonicalText``: at most 97 bytes out of `a-z`, `0-9`, `_` and `-`, never empty, never
  /// with a hyphen in front. Equal combinations whose factors stand in another order have other slugs
  /// before the same digits. It is for people; what a combination is, its ``canonicalText`` says.
  public var fileName: String {
    let slug = slugify(description).utf8.drop { $0 == UInt8(ascii: "-") }.prefix(80)
    let end = slug.lastIndex { $0 != UInt8(ascii: "-") }
    let stem = end.map { String(decoding: slug[...$0], as: UTF8.self) + "-" } ?? ""
    return stem + StableDigest.digits(of: canonicalText)
  }
}

/// A short digest of a text that is the same in every process and version: FNV-1a in 64 bits.
///
/// http://www.isthe.com/chongo/tech/comp/fnv/
enum StableDigest {
  static func value(of text: String) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    return hash
  }

  static func digits(of text: String) -> String {
    let digits = String(value(of: text), radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
