/// Cuts the bytes of a stream into lines, however they arrive.
///
/// A line ends with a line feed or a carriage return, which progress bars print. Bytes that are
/// not UTF-8 become replacement characters. Of a line longer than ``limit`` bytes, which cannot be
/// a report, only the beginning is kept.
public struct LineSplitter: Sendable {
  /// The longest line, in bytes.
  public static let limit = 1 << 20
  private var rest: [UInt8] = []

  /// Begins at the beginning of a stream.
  public init() {}

  /// The lines that are complete with these bytes.
  public mutating func lines(adding bytes: [UInt8]) -> [Substring] {
    var lines: [Substring] = []
    for piece in bytes.split(
      maxSplits: .max, omittingEmptySubsequences: false, whereSeparator: { $0 == 10 || $0 == 13 }
    ).enumerated() {
      if piece.offset > 0 { lines.append(contentsOf: finish()) }
      rest.append(contentsOf: piece.element.prefix(max(Self.limit - rest.count, 0)))
    }
    return lines
  }

  /// The last line, when the stream ended without a line feed.
  public mutating func finish() -> [Substring] {
    guard !rest.isEmpty else { return [] }
    defer { rest.removeAll(keepingCapacity: true) }
    return [Substring(String(decoding: rest, as: UTF8.self))]
  }
}
