/// What a workflow tells its handlers.
public enum WorkflowEvent: String, Hashable, Sendable, CaseIterable {
  /// The workflow is about to begin.
  case startAutoML = "start_automl"
  /// The workflow has ended.
  case endAutoML = "end_automl"
  /// A job is about to begin.
  case startJob = "start_job"
  /// A job has ended.
  case endJob = "end_job"
  /// The search space is known.
  case searchSpaceAvailable = "search_space_available"
  /// The controller has made recommendations.
  case recommendationsAvailable = "recommendations_available"
}

/// Listens to a workflow.
///
/// An error thrown by a handler is reported as an exception of the context and does not keep
/// the other handlers from being called. `startJob` and `endJob` are called from the tasks of the
/// jobs, concurrently; the others from the engine.
public protocol Handler: Sendable {
  /// Begins; called in the order of the chain, before anything else.
  func startup(context: Context) async throws
  /// Ends; called in the reverse order of the chain, after everything else.
  func shutdown(context: Context) async throws
  /// The workflow is about to begin.
  func startAutoML(context: Context) async throws
  /// The workflow has ended.
  func endAutoML(context: Context) async throws
  /// A job is about to begin; the context is the job's own.
  func startJob(context: Context) async throws
  /// A job has ended; guaranteed once ``startJob(context:)`` was called.
  func endJob(context: Context) async throws
  /// The search space is known: `context[.searchSpace]`.
  func searchSpaceAvailable(context: Context) async throws
  /// The controller has made recommendations: `context[.recommendations]`.
  func recommendationsAvailable(context: Context) async throws
  /// Receives every event; the default calls the method of the event's name.
  func handle(_ event: WorkflowEvent, context: Context) async throws
}

extension Handler {
  /// Does nothing.
  public func startup(context: Context) async throws {}
  /// Does nothing.
  public func shutdown(context: Context) async throws {}
  /// Does nothing.
  public func startAutoML(context: Context) async throws {}
  /// Does nothing.
  public func endAutoML(context: Context) async throws {}
  /// Does nothing.
  public func startJob(context: Context) async throws {}
  /// Does nothing.
  public func endJob(context: Context) async throws {}
  /// Does nothing.
  public func searchSpaceAvailable(context: Context) async throws {}
  /// Does nothing.
  public func recommendationsAvailable(context: Context) async throws {}

  /// Calls the method of the event's name.
  public func handle(_ event: WorkflowEvent, context: Context) async throws {
    switch event {
    case .startAutoML: try await startAutoML(context: context)
    case .endAutoML: try await endAutoML(context: context)
    case .startJob: try await startJob(context: context)
    case .endJob: try await endJob(context: context)
    case .searchSpaceAvailable: try await searchSpaceAvailable(context: context)
    case .recommendationsAvailable: try await recommendationsAvailable(context: context)
    }
  }
}
