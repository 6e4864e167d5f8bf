import AutoMLModel
import AutoMLScheduling
import AutoMLTracking
import Logging
import Synchronization

/// What the engine's loop wakes up for.
enum EngineEvent: Sendable {
  case attemptEnded(AttemptReport)
  case retryDue(QueuedJob)
  case contextChanged
  case stopAsked(StopUrgency)
  case stopRequested
  case timeIsUp(Duration)
  case storeFailed(any Error)
  case schedulerStarted
}

extension Engine {
  /// Works until there is nothing left to do; nothing is running when it returns.
  ///
  /// - Returns: The error of the store that ended the work, if one did.
  func work(
    _ scheduler: Scheduler, _ runner: AttemptRunner, _ context: Context
  ) async -> (any Error)? {
    scheduler.onStart { [feed] _ in feed.yield(.schedulerStarted) }
    scheduler.onFutureResult { [feed] _, result in
      if let report = result.value as? AttemptReport { feed.yield(.attemptEnded(report)) }
    }
    return await withTaskGroup(of: Void.self) { group in
      // A task of its own, because its end is awaited before the others are cancelled.
      let run = Task {
        _ = try? await scheduler.run(
          endOnEmpty: false, onException: .continue, onCancelled: .continue, interruptible: false)
      }
      let watch = StoreWatch(
        connector: connector, experiment: runner.experiment, options: options, gate: gate,
        feed: feed)
      group.addTask { await watch.giveSignsOfLife() }
      group.addTask { await watch.lookForChanges() }
      if let limit = options.limits.experimentTime {
        group.addTask { [options, feed] in
          guard (try? await options.clock.sleep(for: limit)) != nil else { return }
          feed.yield(.timeIsUp(limit))
        }
      }
      let error = await loop(scheduler, runner, context)
      await scheduler.stop()
      await run.value
      group.cancelAll()
      return error
    }
  }

  private func loop(
    _ scheduler: Scheduler, _ runner: AttemptRunner, _ context: Context
  ) async -> (any Error)? {
    var storeError: (any Error)?
    var hasTold = false
    for await event in events {
      switch event {
      case .schedulerStarted:
        if !isStopping { await begin(runner.experiment, context) }
        state.withLock { $0.begun() }
      case .attemptEnded(let report):
        if report.ending?.next == nil { state.withLock { $0.release(report.worker) } }
        if case .storeFailed(let error) = report.result { storeError = storeError ?? error }
        for report in inOrder(report) { await take(report, scheduler, context) }
        reactToContext(context)
        if let next = report.ending?.next {
          await goOn(with: next, on: report.worker, scheduler, runner)
        }
      case .retryDue(let job):
        state.withLock { $0.resumed(job) }
      case .contextChanged: reactToContext(context)
      case .stopAsked(let urgency):
        stop(for: .interrupted)
        if urgency == .immediate {
          patience.end()
          await executor.abort(context: context)
        }
      case .stopRequested: stop(for: .requested)
      case .timeIsUp(let limit): stop(for: .experimentTime(limit))
      case .storeFailed(let error): storeError = storeError ?? error
      }
      guard state.withLock(\.hasBegun) else { continue }
      // What was asked for on the way comes before the next job, not only with its own event.
      reactToContext(context)
      let (cause, isIdle) = state.withLock { ($0.cause, $0.isIdle) }
      if let cause, !hasTold, cause != .interrupted, !isIdle {
        hasTold = true
        options.logger.notice("\(cause) Running jobs are asked to end.")
      }
      if storeError != nil || cause != nil { await scheduler.stopNow() }
      if state.withLock(\.isDone) || (storeError != nil && isIdle) { break }
      await submit(scheduler, runner)
    }
    return storeError
  }

  /// Asks for the search space and the first recommendations, or replays what was recorded.
  private func begin(_ experiment: ExperimentID, _ context: Context) async {
    do {
      let space = try await executor.determineSearchSpace(context: context)
      context[.searchSpace] = space
      await handlers.fire(.searchSpaceAvailable, context: context)
      try controller.setSearchSpace(space, context: context)
      guard !context.isStopAsked else { return reactToContext(context) }
      guard case .recorded = options.experiment else {
        return await accept(try controller.initialRecommendations(context: context), context)
      }
      let waiting = try await replay(experiment, context)
      context[.recommendations] = waiting.map(\.recommendation)
      await handlers.fire(.recommendationsAvailable, context: context)
      state.withLock { state in
        state.enqueue(waiting)
        state.checkFailures()
      }
      reactToContext(context)
    } catch let error as TrackingError {
      feed.yield(.storeFailed(error))
    } catch {
      context.exceptionOccurred("The workflow cannot begin: \(error)")
      stop(for: .exception("The workflow cannot begin: \(error)"))
    }
  }

  private func accept(_ recommendations: [Recommendation], _ context: Context) async {
    context[.recommendations] = recommendations
    await handlers.fire(.recommendationsAvailable, context: context)
    state.withLock { $0.enqueue(recommendations) }
  }

  /// Starts as many jobs as there are workers for.
  private func submit(_ scheduler: Scheduler, _ runner: AttemptRunner) async {
    while let (job, worker) = state.withLock({ $0.next() }) {
      await submit(job, on: worker, scheduler, runner)
    }
  }

  /// Starts a job as soon as it can be.
  func submit(
    _ job: QueuedJob, on worker: WorkerConfiguration, _ scheduler: Scheduler,
    _ runner: AttemptRunner
  ) async {
    do {
      _ = try await scheduler.submit("job \(job.number)") {
        await runner.run(job, on: worker)
      }
    } catch {
      feed.yield(.attemptEnded(AttemptReport(job: job, worker: worker, result: .putBack)))
    }
  }

  /// What the controller is to be told of now, in the order of the record.
  private func inOrder(_ report: AttemptReport) -> [AttemptReport] {
    guard let ending = report.ending else { return [report] }
    return outcomes.withLock {
      $0.add(report, number: ending.outcomeNumber, ticket: ending.ticket)
    }
  }

  /// Acts on the end of an attempt and tells the controller of the job's outcome.
  private func take(
    _ report: AttemptReport, _ scheduler: Scheduler, _ context: Context
  ) async {
    let status: OutcomeStatus
    var score: Score?
    var wasEarlyStopped = false
    switch report.result {
    case .finished(let value):
      score = value
      status = .ok
    case .stoppedEarly(let stop):
      score = stop.best
      status = .ok
      wasEarlyStopped = true
      options.logger.info("\(report.name): \(stop.reason)")
    case .failed(let failure):
      status = .error
      options.logger.warning("\(report.name) failed: \(failure.reason)")
    case .exception(let error):
      status = .exception
      context.exceptionOccurred("Exception in \(report.name): \(error)")
    case .retry(let pause):
      state.withLock { $0.paused() }
      let (job, feed) = (report.job, feed)
      // A run that has been stopped meanwhile takes no calls, and the job waits for another run.
      _ = try? await scheduler.callLater(after: pause) { _ in feed.yield(.retryDue(job)) }
      return
    case .stopRequested:
      stop(for: .requested)
      return
    case .putBack, .storeFailed: return
    }
    reactToContext(context)
    guard !isStopping else { return }
    await refine(
      Outcome(
        recommendationID: report.job.recommendation.id, status: status, score: score,
        wasEarlyStopped: wasEarlyStopped, jobContext: report.context), context)
  }

  private func refine(_ outcome: Outcome, _ context: Context) async {
    do {
      await accept(try controller.refineRecommendations(after: outcome, context: context), context)
    } catch {
      context.exceptionOccurred("The controller failed: \(error)")
      stop(for: .exception("The controller failed: \(error)"))
    }
  }

  /// Applies the stop policy to what components have reported.
  private func reactToContext(_ context: Context) {
    if let cause = stopCause(in: context) { stop(for: cause) }
  }

  /// Why components want the workflow to stop, if they do.
  nonisolated func stopCause(in context: Context) -> StopCause? {
    if let message = context.stopMessage { return .stopWork(message) }
    guard let message = context.exceptions.first, options.stopPolicy == .stopOnException else {
      return nil
    }
    return .exception(message)
  }

  /// Whether no more jobs are started.
  var isStopping: Bool { state.withLock { $0.cause != nil } }

  private func stop(for cause: StopCause) { state.withLock { $0.stop(cause) } }
}
