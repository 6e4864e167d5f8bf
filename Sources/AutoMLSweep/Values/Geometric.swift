import Foundation

/// A geometric progression: execo's `geom`.
///
/// The first and the last value are exactly `start` and `end`; those between have a constant ratio
/// as far as rounding lets them. No value for a count of 0, `start` alone for 1. It may descend, and
/// both ends may be negative.
///
/// - Throws: ``GeometricError`` when there is no such progression; execo's quirks for an end of 0 and
///   for counts below 0 are errors here.
public func geom(
  _ start: Double, _ end: Double, _ count: Int
) throws(GeometricError) -> [Double] {
  for bound in [start, end] where !bound.isFinite { throw .notFinite(bound) }
  guard 0...GeometricError.maximumCount ~= count else { throw .badCount(count) }
  if count == 0 { return [] }
  if count == 1 { return [start] }
  if start == 0 { throw .startIsZero }
  if end == 0 { throw .endIsZero }
  if count == 2 { return [start, end] }
  guard (start < 0) == (end < 0) else { throw .oppositeSigns(start, end) }
  let share = 1 / Double(count - 1)
  let quotient = end / start
  // Ends so far apart that their quotient is no ordinary number still have a root of it.
  let ratio =
    quotient.isNormal
    ? pow(quotient, share) : pow(abs(end), share) / pow(abs(start), share)
  let (low, high) = (min(start, end), max(start, end))
  let inner = (1..<count - 1).map { min(max(start * pow(ratio, Double($0)), low), high) }
  return [start] + inner + [end]
}

/// A geometric progression in whole numbers: execo's `igeom`.
///
/// The values of ``geom(_:_:_:)`` rounded to the nearest, halves to even, and both ends cut to whole
/// numbers; ascending, none twice. So there are fewer than `count` where values meet, and up to two
/// more where the ends are not whole.
///
/// - Throws: ``GeometricError``, as ``geom(_:_:_:)`` and for numbers that no `Int` holds.
public func igeom(_ start: Double, _ end: Double, _ count: Int) throws(GeometricError) -> [Int] {
  let values = try geom(start, end, count)
  let isLong = values.count > 1
  let ends = (isLong ? [start, end] : values).map { $0.rounded(.towardZero) }
  let rounded = isLong ? values.map { $0.rounded(.toNearestOrEven) } : []
  var whole: Set<Int> = []
  for value in ends + rounded {
    guard let number = Int(exactly: value) else { throw .tooLarge(value) }
    whole.insert(number)
  }
  return whole.sorted()
}

/// Why there is no such geometric progression.
public enum GeometricError: Error, Hashable, Sendable, CustomStringConvertible {
  /// An end is NaN or infinite.
  case notFinite(Double)
  /// The count is below 0 or above a million.
  case badCount(Int)
  /// It starts at 0, which no factor changes.
  case startIsZero
  /// It ends at 0, which no ratio reaches.
  case endIsZero
  /// The ends are on different sides of 0.
  case oppositeSigns(Double, Double)
  /// A whole number does not fit an `Int`.
  case tooLarge(Double)

  static let maximumCount = 1_000_000

  /// A clause for people.
  public var description: String {
    switch self {
    case .notFinite(let bound): "the ends of a progression must be finite numbers, not \(bound)"
    case .badCount(let count): "\(count) values are not between 0 and \(Self.maximumCount)"
    case .startIsZero: "a progression cannot start at 0; begin with a small number"
    case .endIsZero: "a progression does not reach 0; end with a small number"
    case .oppositeSigns(let start, let end):
      "\(start) and \(end) are on different sides of 0; both must be above it, or both below"
    case .tooLarge(let number): "\(number) is too large for a whole number"
    }
  }
}
