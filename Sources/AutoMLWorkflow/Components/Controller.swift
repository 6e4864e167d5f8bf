public import AutoMLModel

/// Decides what to try: the brain of a workflow.
///
/// Its methods are called from the engine only and never concurrently. An error thrown in one is
/// reported as an exception of the main context.
@EngineActor
public protocol Controller: AnyObject, Sendable {
  /// Gives the search space, which the controller keeps (`set_search_space`).
  ///
  /// - Throws: any error when the space is not acceptable.
  func setSearchSpace(_ space: SearchSpace, context: Context) throws

  /// Makes the first recommendations; called once. None at all ends the workflow at once
  /// (`initial_recommendation`).
  func initialRecommendations(context: Context) throws -> [Recommendation]

  /// Makes further recommendations, or none, in view of an outcome; called once a job that ended
  /// (`refine_recommendation`).
  func refineRecommendations(after outcome: Outcome, context: Context) throws -> [Recommendation]

  /// Cleans up at the end of the workflow.
  func shutdown(context: Context)
}

extension Controller {
  /// Does nothing.
  public func shutdown(context: Context) {}
}
