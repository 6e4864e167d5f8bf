/// A curve on one line of text: `▁▃▅▆▇██`.
public struct Sparkline: CustomStringConvertible, Sendable {
  /// The blocks, one a value or, when there are more values than cells, one a group of values.
  public let description: String

  /// Draws values, the lowest as the smallest block; a group is drawn as its mean.
  ///
  /// - Parameter width: At most this many cells.
  public init(_ values: [Double], width: Int) {
    let count = min(values.count, max(1, width))
    guard count > 0 else {
      description = ""
      return
    }
    let heights = (0..<count).map { index in
      let group = values[index * values.count / count..<(index + 1) * values.count / count]
      return group.reduce(0) { $0 + $1 / Double(group.count) }
    }
    let low = heights.reduce(.infinity) { min($0, $1) }
    let high = heights.reduce(-.infinity) { max($0, $1) }
    description = String(
      heights.map { height in
        // Halves keep the span finite for values near the ends of the number range.
        let share = high > low ? (height / 2 - low / 2) / (high / 2 - low / 2) : 0.5
        return Self.blocks[min(7, Int((share * 8).rounded(.down)))]
      })
  }

  private static let blocks = Array("▁▂▃▄▅▆▇█")
}
