public import AutoMLModel
public import AutoMLTracking

/// What a job's intermediate results look like, kept small however many there are.
public struct IntermediateCurve: Hashable, Sendable {
  /// How many results there are.
  public let count: Int
  /// The lowest value.
  public let minimum: Double
  /// The highest value.
  public let maximum: Double
  /// The first result that nothing beats.
  public let best: IntermediateResultRecord
  /// The results in order: all of them, or, of a long curve, an even sample.
  ///
  /// A sample holds the first, the last and the best result.
  public let points: [IntermediateResultRecord]

  /// Sums up results that are in order, or gives nil when there are none.
  ///
  /// - Parameter limit: At most this many points are kept; at least 3.
  public init?(_ results: [IntermediateResultRecord], goal: OptimizationGoal, limit: Int = 1_000) {
    guard var best = results.first else { return nil }
    var (minimum, maximum) = (best.score, best.score)
    var bestPlace = 0
    for (place, result) in results.enumerated() {
      minimum = min(minimum, result.score)
      maximum = max(maximum, result.score)
      if goal.isBetter(result.score, than: best.score) { (best, bestPlace) = (result, place) }
    }
    count = results.count
    self.minimum = minimum
    self.maximum = maximum
    self.best = best
    guard results.count > max(3, limit) else {
      points = results
      return
    }
    let sampled = max(3, limit) - 1
    var places = Set((0..<sampled).map { $0 * (results.count - 1) / (sampled - 1) })
    places.insert(bestPlace)
    points = places.sorted().map { results[$0] }
  }

  /// The last result.
  public var last: IntermediateResultRecord { points.last ?? best }

  var json: JSONValue {
    [
      "count": JSONValue(count), "min": .number(minimum), "max": .number(maximum),
      "best": Self.json(of: best), "last": Self.json(of: last),
      "sampled": .boolean(points.count < count), "points": .array(points.map(Self.json)),
    ]
  }

  private static func json(of point: IntermediateResultRecord) -> JSONValue {
    [
      "number": JSONValue(point.number), "score": .number(point.score),
      "time": JSONValue(point.time),
    ]
  }
}
