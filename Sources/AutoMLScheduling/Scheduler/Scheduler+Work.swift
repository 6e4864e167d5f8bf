extension Scheduler {
  /// Hands in a closure, to be done on a backend that works in this process.
  ///
  /// - Parameter name: What the work is called in messages.
  /// - Throws: ``SchedulerError/notRunning`` outside a run and after it was asked to stop.
  @discardableResult
  public func submit<Output: Sendable>(
    _ name: String = "work", _ body: @escaping @Sendable @concurrent () async throws -> Output
  ) throws(SchedulerError) -> SubmittedWork<Output> {
    try accept(name: name, body: body)
  }

  /// Hands in a function and its input, to be done on any backend.
  ///
  /// - Throws: ``SchedulerError/notRunning`` outside a run and after it was asked to stop.
  @discardableResult
  public func submit<Input, Output>(
    _ function: Function<Input, Output>, _ input: Input
  ) throws(SchedulerError) -> SubmittedWork<Output> {
    try accept(
      name: function.name, body: { try await function.body(input) }, call: function.call(input))
  }

  /// Takes a piece of work in and tells subscribers.
  ///
  /// - Parameters:
  ///   - owner: The task that it was submitted to.
  ///   - accepted: Called before any subscriber is told.
  ///   - announced: Called when the scheduler's subscribers have been told.
  func accept<Output: Sendable>(
    name: String, body: @escaping @Sendable @concurrent () async throws -> Output,
    call: FunctionCall? = nil, options: ProcessOptions = ProcessOptions(),
    owner: (any AnyScheduledTask)? = nil,
    accepted: (WorkReference, isolated Scheduler) -> Void = { _, _ in },
    announced: (WorkReference, isolated Scheduler) -> Void = { _, _ in }
  ) throws(SchedulerError) -> SubmittedWork<Output> {
    guard phase == .running, run.acceptsWork else { throw .notRunning }
    let reference = WorkReference(id: nextID, name: name)
    nextID += 1
    let promise = WorkPromise<Output>()
    let work = Work(
      ComputeWork(reference: reference, body: body, call: call, options: options), owner: owner
    ) { promise.fulfil($0.typed()) }
    works[reference.id] = work
    run.isEmptyDue = false
    run.hasAcceptedWork = true
    waiting.append(work)
    step {
      accepted(reference, self)
      onFutureSubmitted.emit(reference, on: self)
      announced(reference, self)
    }
    return SubmittedWork(reference: reference, scheduler: self, promise: promise)
  }

  /// Cancels a piece of work; one that has ended is left alone.
  func cancel(_ id: Int) {
    guard let work = works[id], !work.isCancelled else { return }
    work.isCancelled = true
    if let task = work.task {
      task.cancel()
    } else {
      ended(work, .failure(CancellationError()))
    }
  }

  func cancelAll() {
    for id in works.keys.sorted() { cancel(id) }
  }

  /// Begins waiting work while the backend has room.
  func fillBackend() {
    while active < backend.width, let work = waiting.next() {
      active += 1
      work.task =
        backend.executor == nil ? performElsewhere(work.compute) : performHere(work.compute)
    }
  }

  /// A task that begins away from the scheduler, where the backend does the work anyway.
  private func performElsewhere(_ work: ComputeWork) -> Task<Void, Never> {
    Task { @concurrent [backend] in
      let result: Result<any Sendable, any Error>
      do {
        result = .success(try await backend.perform(work))
      } catch {
        result = .failure(error)
      }
      await self.taskEnded(work.reference.id, result)
    }
  }

  /// A task on the backend's own thread, which is the scheduler's.
  private func performHere(_ work: ComputeWork) -> Task<Void, Never> {
    Task {
      let result: Result<any Sendable, any Error>
      do {
        result = .success(try await backend.perform(work))
      } catch {
        result = .failure(error)
      }
      self.taskEnded(work.reference.id, result)
    }
  }

  private func taskEnded(_ id: Int, _ result: Result<any Sendable, any Error>) {
    active -= 1
    if let work = works[id] { ended(work, result) }
  }

  /// Tells subscribers of the end of a piece of work.
  private func ended(_ work: Work, _ result: Result<any Sendable, any Error>) {
    let reference = work.reference
    works[reference.id] = nil
    work.settle(result)
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

extension Result where Success == any Sendable, Failure == any Error {
  /// The same result with its value's type known again.
  fileprivate func typed<Output>() -> Result<Output, any Error> {
    switch self {
    case .success(let value):
      // The value comes from a body of this very type, or from a decoder that gives it.
      (value as? Output).map(Result<Output, any Error>.success)
        ?? .failure(
          ComputeError.invalidOutput(
            work: "\(Output.self)", "the backend gave a \(type(of: value))"))
    case .failure(let error): .failure(error)
    }
  }
}
