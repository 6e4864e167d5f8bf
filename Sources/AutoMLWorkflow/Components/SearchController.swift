public import AutoMLModel
public import AutoMLSearch

/// A controller over a search algorithm that does not look at outcomes.
///
/// It recommends ``batch`` values to begin with and one more after each outcome, so that the
/// engine always has something at hand without all recommendations being held in memory. The
/// recommendations are the same, in the same order, whatever the outcomes and their order.
@EngineActor
public final class SearchController: Controller {
  private var algorithm: any SearchAlgorithm
  private let total: Int?
  private let batch: Int
  private var made = 0

  /// Makes a controller.
  ///
  /// - Parameters:
  ///   - algorithm: Where the values come from.
  ///   - total: How many recommendations to make; nil for as many as the algorithm gives.
  ///   - batch: How many to make to begin with; at least 1.
  public nonisolated init(_ algorithm: any SearchAlgorithm, total: Int?, batch: Int) {
    self.algorithm = algorithm
    self.total = total
    self.batch = max(batch, 1)
  }

  /// Accepts any space: the algorithm was made for one.
  public func setSearchSpace(_ space: SearchSpace, context: Context) throws {}

  /// Makes the first recommendations, numbered from 0.
  public func initialRecommendations(context: Context) throws -> [Recommendation] {
    (0..<batch).compactMap { _ in next() }
  }

  /// Makes one more, until the total is reached or the algorithm has no more.
  public func refineRecommendations(
    after outcome: Outcome, context: Context
  ) throws -> [Recommendation] { next().map { [$0] } ?? [] }

  private func next() -> Recommendation? {
    if let total, made >= total { return nil }
    guard let result = algorithm.next() else { return nil }
    defer { made += 1 }
    return Recommendation(id: RecommendationID(made), result: result)
  }
}
