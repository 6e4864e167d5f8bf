import AutoMLModel
public import AutoMLTracking
import AutoMLScheduling
import Logging
import Synchronization

/// Runs a workflow: asks the controller what to try, has it executed, records everything.
///
/// The connector is the truth; the engine holds no state that could not be rebuilt from it.
@EngineActor
public final class Engine {
  let connector: any Connector
  let controller: any Controller
  let executor: any Executor
  let handlers: HandlerChain
  let options: EngineOptions

  let patience: StorePatience
  let gate = ResourceGate()
  /// Behind a lock: the ends of jobs are counted without waiting for the controller.
  nonisolated let state: Mutex<WorkflowState>
  nonisolated let outcomes = Mutex(OutcomeOrder<AttemptReport>())
  var scheduler: Scheduler?
  private(set) var earlyStopping: EarlyStopping?
  let (events, feed) = AsyncStream.makeStream(of: EngineEvent.self)

  /// Makes an engine.
  ///
  /// - Throws: ``EngineError/noWorkers``.
  public init(
    connector: any Connector, controller: any Controller, executor: any Executor,
    handlers: [any Handler] = [], options: EngineOptions
  ) throws {
    guard options.workers.count >= 1 else { throw EngineError.noWorkers }
    self.connector = connector
    self.controller = controller
    self.executor = executor
    self.handlers = HandlerChain(handlers: handlers, logger: options.logger)
    self.options = options
    patience = StorePatience(logger: options.logger)
    state = Mutex(WorkflowState(workers: options.workers.workers, limits: options.limits))
  }

  /// Runs the workflow to its end and records it; may be called once.
  ///
  /// Cancelling the surrounding task is ``stop(_:)``. A job that fails, a component that reports an exception and a stop are parts of the summary.
  ///
  /// - Throws: `TrackingError` when the record cannot be kept, after everything that was running
  ///   has been ended; ``EngineError`` when the workflow cannot begin.
  public func run(_ context: Context = Context()) async throws -> WorkflowSummary {
    guard scheduler == nil else { throw EngineError.alreadyRun }
    try await checkResources()
    let scheduler = Scheduler(
      backend: try .concurrent(width: options.workers.count), clock: options.clock,
      logger: options.logger)
    self.scheduler = scheduler
    let session = try await connector.session()
    let experiment = try await startExperiment()
    earlyStopping = options.earlyStopping.map {
      EarlyStopping($0, goal: state.withLock { $0.goal })
    }
    context[.experiment] = experiment
    context[.numWorkers] = options.workers.count
    context.listen { [feed] in feed.yield(.contextChanged) }
    await handlers.startup(context: context)
    await handlers.fire(.startAutoML, context: context)

    let runner = AttemptRunner(
      connector: connector, experiment: experiment, session: session, options: options,
      executor: executor, handlers: handlers, patience: patience, mainContext: context, gate: gate,
      earlyStopping: earlyStopping, jobEnds: { self.jobEnds($0, context) })
    let storeError = await untilDone { await self.work(scheduler, runner, context) }
    let summary: WorkflowSummary
    do {
      if let storeError { throw storeError }
      summary = try await patience.record { try await conclude(experiment) }
    } catch {
      await handlers.fire(.endAutoML, context: context)
      throw error
    }
    await handlers.fire(.endAutoML, context: context)
    return summary
  }

  /// Shuts the components down: handlers in reverse order, then executor and controller.
  public func shutdown(_ context: Context = Context()) async {
    await handlers.shutdown(context: context)
    await executor.shutdown(context: context)
    controller.shutdown(context: context)
  }

  /// Asks the workflow to stop, from any task.
  public nonisolated func stop(_ urgency: StopUrgency = .graceful) {
    feed.yield(.stopAsked(urgency))
  }

  /// Does something that ends in order, rather than at once, when the surrounding task is
  /// cancelled.
  private func untilDone<Value: Sendable>(
    _ body: @escaping @EngineActor @Sendable () async -> Value
  ) async -> Value {
    await withTaskCancellationHandler {
      await Task { await body() }.value
    } onCancel: {
      stop()
    }
  }

  /// A job that can never have its resources must not wait for them.
  private func checkResources() async throws {
    guard case .resources(_, let request) = options.workers, !request.createsMissing else {
      return
    }
    let declared = try await connector.resources(type: request.type)
      .filter(\.isEnabled).deviceCount
    guard declared >= request.count else {
      throw EngineError.tooFewResources(
        type: request.type, wanted: request.count, declared: declared)
    }
  }

  /// Records the experiment, or the continuation of one.
  private func startExperiment() async throws -> ExperimentID {
    switch options.experiment {
    case .new(let request):
      state.withLock { $0.goal = request.goal }
      return try await connector.startExperiment(request)
    case .recorded(let id):
      let record = try await connector.experiment(id)
      switch record.status {
      case .finished: throw EngineError.nothingLeft(id)
      case .running, .stopRequested: throw EngineError.isRunning(id)
      case .created, .stopped, .failed: break
      }
      state.withLock { $0.goal = record.goal }
      do {
        try await connector.startExperiment(id: id)
      } catch let error as TrackingError {
        // Somebody else may have resumed it between the question and here, or even finished.
        guard case .illegalTransition(let from, _) = error.code else { throw error }
        let isFinished = from == ExperimentStatus.finished.rawValue
        throw isFinished ? EngineError.nothingLeft(id) : EngineError.isRunning(id)
      }
      return id
    }
  }

  /// Records the end of the experiment.
  private func conclude(_ experiment: ExperimentID) async throws -> WorkflowSummary {
    let state = state.withLock { $0 }
    let cause = state.conclusion
    let status = cause?.status ?? .finished
    // Jobs that nobody will come back to must not look as if somebody would.
    if status == .finished { _ = try await connector.cancelPendingJobs(of: experiment) }
    try await connector.endExperiment(experiment, as: status, reason: cause?.description)
    options.logger.info(
      "experiment ended as \(status.rawValue)", metadata: ["experiment": "\(experiment)"])
    return WorkflowSummary(
      experiment: experiment, status: status, cause: cause, finishedJobs: state.finishedJobs,
      earlyStoppedJobs: state.earlyStoppedJobs, failedJobs: state.failedJobs)
  }
}
