public import AutoMLModel

/// Levels, told apart as combinations tell them apart: 1, 1.0, true and "1" are four, and texts are
/// compared byte by byte.
public struct LevelSet: Sendable {
  private var known: Set<[UInt8]> = []

  /// Makes an empty set.
  public init() {}

  /// Adds a level; false when it was there already.
  public mutating func insert(_ level: ParameterValue) -> Bool {
    known.insert(Self.identity(of: level)).inserted
  }

  /// Whether a level is there.
  public func contains(_ level: ParameterValue) -> Bool {
    known.contains(Self.identity(of: level))
  }

  private static func identity(of level: ParameterValue) -> [UInt8] {
    var text = ""
    level.writeCanonically(to: &text)
    return Array(text.utf8)
  }
}
