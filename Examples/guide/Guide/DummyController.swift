public import AutoMLModel
public import AutoMLWorkflow

/// The guide's "AutoML controller example": random recommendations for a single PRL.
///
/// The engine calls a controller on its own actor only, the guide's main thread, so that it needs
/// no lock.
@EngineActor
public final class DummyController: Controller {
  private let maxNumRecs: Int
  private let maxRecsEachTime: Int
  private let learningRates: ClosedRange<Double>
  private var space: SearchSpace?
  /// How many recommendations were made.
  public private(set) var numRecsDone = 0

  /// Makes a controller.
  ///
  /// - Parameters:
  ///   - totalRecs: When so many recommendations are made, no more are.
  ///   - maxRecsEachTime: How many are made each time at most.
  ///   - learningRates: What is recommended; a value outside the search space is refused.
  public nonisolated init(
    totalRecs: Int, maxRecsEachTime: Int, learningRates: ClosedRange<Double> = 0.0001...0.001
  ) {
    maxNumRecs = totalRecs
    self.maxRecsEachTime = maxRecsEachTime
    self.learningRates = learningRates
  }

  /// Keeps the space for later.
  public func setSearchSpace(_ space: SearchSpace, context: Context) throws {
    self.space = space
  }

  /// Makes a random number of random recommendations.
  public func initialRecommendations(context: Context) throws -> [Recommendation] {
    guard let space else { return [] }
    let locator = try ParameterRangeLocator(parsing: "lr.float")
    var recs: [Recommendation] = []
    for _ in 0..<Int.random(in: 1...maxRecsEachTime) {
      let result = try SearchResult(
        space: space, values: [locator: .float(.random(in: learningRates))])
      recs.append(Recommendation(id: RecommendationID(numRecsDone), result: result))
      numRecsDone += 1
    }
    print("num_recs_done: \(numRecsDone)")
    return recs
  }

  /// Makes some more until there are enough, whatever the outcome.
  public func refineRecommendations(
    after outcome: Outcome, context: Context
  ) throws -> [Recommendation] {
    if numRecsDone >= maxNumRecs { return [] }
    return try initialRecommendations(context: context)
  }
}
