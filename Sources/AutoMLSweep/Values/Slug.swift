import Foundation

/// The text of a value in lower-case ASCII letters, digits, `_` and `-`: execo's `slugify`.
///
/// Accents and the like are taken off, what still is not ASCII goes, and so does punctuation; space
/// at the ends goes, and what is left of it becomes the separator, one for a run of spaces and
/// separators. Different values may have the same slug (3.14 and 314), and a value without any Latin
/// letter or digit has an empty one: for files there is ``Combination/fileName``.
public func slugify(_ value: some CustomStringConvertible, separator: String = "-") -> String {
  let description = value.description
  let isASCII = description.utf8.allSatisfy { $0 < 0x80 }
  let text = isASCII ? description : description.decomposedStringWithCompatibilityMapping
  let kept = text.utf8.filter { Slug.isSpace($0) || Slug.isWord($0) || $0 == UInt8(ascii: "-") }
  let trimmed = kept.drop(while: Slug.isSpace).reversed().drop(while: Slug.isSpace).reversed()
  return Slug.collapse(trimmed.map(Slug.lowercased), separator: Array(separator.utf8))
}

private enum Slug {
  /// What Python's regular expressions call white space among ASCII.
  static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || 0x09...0x0D ~= byte || 0x1C...0x1F ~= byte
  }

  static func isWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
      true
    default: false
    }
  }

  static func lowercased(_ byte: UInt8) -> UInt8 {
    UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte ? byte + 0x20 : byte
  }

  static func collapse(_ bytes: [UInt8], separator: [UInt8]) -> String {
    var slug: [UInt8] = []
    var rest = bytes[...]
    var isInRun = false
    while let byte = rest.first {
      if !separator.isEmpty, rest.starts(with: separator) {
        rest = rest.dropFirst(separator.count)
      } else if isSpace(byte) {
        rest = rest.dropFirst()
      } else {
        isInRun = false
        slug.append(byte)
        rest = rest.dropFirst()
        continue
      }
      if !isInRun { slug += separator }
      isInRun = true
    }
    return String(decoding: slug, as: UTF8.self)
  }
}
