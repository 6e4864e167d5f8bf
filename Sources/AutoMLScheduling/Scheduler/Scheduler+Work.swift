extension Scheduler {
  /// Hands in a closure, to be done on a backend that works in this process.
  ///
  /// - Parameter name: What the work is called in messages.
  /// - Throws: ``SchedulerError/notRunning`` outside a run and after it was asked to stop.
  @discardableResult
  public func submit<Output: Sendable>(
    _ name: String = "work", _ body: @escaping @Sendable @concurrent () async throws -> Output
  ) throws(SchedulerError) -> SubmittedWork<Output> {
    try accept(name: name) { ComputeWork(reference: $0, body: { try await body() }) }
      .submitted(to: self)
  }

  /// Hands in a function and its input, to be done on any backend.
  ///
  /// - Throws: ``SchedulerError/notRunning`` outside a run and after it was asked to stop.
  @discardableResult
  public func submit<Input, Output>(
    _ function: Function<Input, Output>, _ input: Input
  ) throws(SchedulerError) -> SubmittedWork<Output> {
    try accept(name: function.name) { function.work($0, input) }.submitted(to: self)
  }

  /// Takes a piece of work in and tells subscribers.
  ///
  /// - Parameters:
  ///   - owner: The task that it was submitted to.
  ///   - compute: Describes the work under its number.
  ///   - accepted: Called before any subscriber is told.
  ///   - announced: Called when the scheduler's subscribers have been told.
  func accept(
    name: String, owner: (any AnyScheduledTask)? = nil,
    _ compute: (WorkReference) -> ComputeWork,
    accepted: (WorkReference, isolated Scheduler) -> Void = { _, _ in },
    announced: (WorkReference, isolated Scheduler) -> Void = { _, _ in }
  ) throws(SchedulerError) -> Work {
    guard phase == .running, run.acceptsWork else { throw .notRunning }
    let reference = WorkReference(id: nextID, name: name)
    nextID += 1
    let work = Work(compute(reference), owner: owner)
    works[reference.id] = work
    run.isEmptyDue = false
    run.hasAcceptedWork = true
    waiting.append(work)
    step {
      accepted(reference, self)
      onFutureSubmitted.emit(reference, on: self)
      announced(reference, self)
    }
    return work
  }

  /// Cancels a piece of work; one that has ended is left alone.
  func cancel(_ id: Int) {
    guard let work = works[id], !work.isCancelled else { return }
    work.isCancelled = true
    guard work.hasBegun else { return ended(work, .failure(CancellationError())) }
    cancelling += 1
    if let task = work.task {
      task.cancel()
    } else {
      loopBackend?.cancel(work.reference, for: self)
    }
  }

  func cancelAll() {
    for id in works.keys.sorted() { cancel(id) }
  }

  /// Begins waiting work while the backend has room.
  func fillBackend() {
    let before = active
    while active < width, let work = waiting.next() {
      active += 1
      work.hasBegun = true
      if let loopBackend {
        loopBackend.start(work.compute, for: self)
      } else {
        work.task = task(for: work.compute)
      }
    }
    if active > before { onBegun.emit((), on: self) }
  }

  /// A task for a piece of work, away from the scheduler.
  private func task(for work: ComputeWork) -> Task<Void, Never> {
    Task { @concurrent [backend] in
      let result: Result<any Sendable, any Error>
      do {
        result = .success(try await backend.perform(work))
      } catch {
        result = .failure(error)
      }
      await self.backendEnded(work.reference.id, result)
    }
  }

  /// The backend has ended a piece of work.
  func backendEnded(_ id: Int, _ result: Result<any Sendable, any Error>) {
    active -= 1
    guard let work = works[id] else { return }
    if work.isCancelled { cancelling -= 1 }
    ended(work, result)
  }

  /// Tells subscribers of the end of a piece of work.
  private func ended(_ work: Work, _ result: Result<any Sendable, any Error>) {
    let reference = work.reference
    works[reference.id] = nil
    work.compute.fulfil(result)
    step {
      if works.isEmpty { run.isEmptyDue = true }
      switch result {
      case .success(let value):
        onFutureDone.emit(reference, on: self)
        onFutureResult.emit(WorkResult(work: reference, value: value), on: self)
        work.owner?.workEnded(reference, .result(value), on: self)
      case .failure where work.isCancelled:
        onFutureCancelled.emit(reference, on: self)
        work.owner?.workEnded(reference, .cancelled, on: self)
        // A run that is over cancels what is left, which is nobody's fault.
        if phase == .running, run.end == nil {
          fault(CancellationError(), run.onCancelled, .cancelled)
        }
      case .failure(let error):
        onFutureDone.emit(reference, on: self)
        onFutureException.emit(WorkFailure(work: reference, error: error), on: self)
        work.owner?.workEnded(reference, .exception(error), on: self)
        fault(error, run.onException.policy(for: error), .exception)
      }
    }
  }
}
