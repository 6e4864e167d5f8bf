extension Character {
  /// How many cells of a terminal the character takes: 0, 1, or 2 for wide scripts and emoji.
  package var cellCount: Int {
    if isASCII { return 1 }
    var count = 0
    for scalar in unicodeScalars { count = max(count, scalar.cellCount) }
    return count
  }
}

extension Unicode.Scalar {
  fileprivate var cellCount: Int {
    switch properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return value == 0xFE0F ? 2 : 0
    default: break
    }
    // The wide blocks of https://www.unicode.org/reports/tr11/, coarsely.
    switch value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3,
      0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F,
      0x1F680...0x1F6FF, 0x1F900...0x1FAFF, 0x20000...0x3FFFD:
      return 2
    default: return 1
    }
  }
}

extension StringProtocol {
  /// How many cells of a terminal the text takes.
  package var cellCount: Int { reduce(0) { $0 + $1.cellCount } }

  /// The text cut to a number of cells, with an ellipsis for what is missing.
  package func truncated(toCells limit: Int) -> String {
    if cellCount <= limit { return String(self) }
    guard limit > 0 else { return "" }
    var kept = ""
    var cells = 0
    for character in self {
      cells += character.cellCount
      if cells > limit - 1 { break }
      kept.append(character)
    }
    return kept + "…"
  }
}
