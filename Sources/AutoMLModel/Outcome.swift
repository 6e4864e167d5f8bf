/// The data of one job's execution that its components share; see the workflow's `Context`.
public protocol JobContext: AnyObject, Sendable {}

/// What became of a recommendation.
public struct Outcome: Sendable {
  /// The recommendation that was executed.
  public let recommendationID: RecommendationID
  /// How it ended.
  public let status: OutcomeStatus
  /// Its score; there is one when the status is ``OutcomeStatus/ok``.
  public let score: Score?
  /// Whether it was ended because of its intermediate results.
  ///
  /// Its status is ``OutcomeStatus/ok`` then, and its score the best value that it reached.
  public let wasEarlyStopped: Bool
  /// The context of the job's execution; nil when the outcome is replayed from the record.
  public let jobContext: (any JobContext)?

  /// Describes what became of a recommendation.
  public init(
    recommendationID: RecommendationID, status: OutcomeStatus, score: Score?,
    wasEarlyStopped: Bool = false,
    jobContext: (any JobContext)? = nil
  ) {
    self.recommendationID = recommendationID
    self.status = status
    self.score = score
    self.wasEarlyStopped = wasEarlyStopped
    self.jobContext = jobContext
  }
}
