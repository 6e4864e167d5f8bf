public import AutoMLModel

/// Carries recommendations out and gives their scores.
public protocol Executor: Sendable {
  /// Executes a recommendation.
  ///
  /// Called concurrently, one task a job. The task is cancelled when the workflow stops; execution
  /// then ends as soon as it can.
  ///
  /// - Parameter context: The job's context; `context[.job]` records what happens on the way.
  /// - Throws: ``JobFailure`` for a failed attempt, which may be retried; any other error is an
  ///   exception of the workflow.
  func execute(_ recommendation: Recommendation, context: Context) async throws -> Score

  /// Tells the space to search; called once, before anything is executed.
  func determineSearchSpace(context: Context) async throws -> SearchSpace

  /// Ends whatever is being executed at once.
  func abort(context: Context) async

  /// Cleans up at the end of the workflow.
  func shutdown(context: Context) async
}

extension Executor {
  /// Does nothing: the cancellation of the jobs' tasks has to suffice.
  public func abort(context: Context) async {}
  /// Does nothing.
  public func shutdown(context: Context) async {}
}
