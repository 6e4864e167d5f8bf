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
  ///   - accepted: Called when the scheduler's subscribers have been told.
  func accept<Output: Sendable>(
    name: String, body: @escaping @Sendable @concurrent () async throws -> Output,
    call: FunctionCall? = nil, options: ProcessOptions = ProcessOptions(),
    owner: (any AnyScheduledTask)? = nil,
    accepted: (WorkReference, isolated Scheduler) -> Void = { _, _ in }
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
      onFutureSubmitted.emit(reference, on: self)
      accepted(reference, self)
    }
    return SubmittedWork(reference: reference, scheduler: self, promise: promise)
  }

  /// Cancels a piece of work; one that has ended is left alone.
  func cancel(_ id: Int) {
    guard let work = works[id], !work.isCancelled else { return }
    work.isCancelled = true
    if let cancel = work.cancel {
      cancel()
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
      if let loopBackend {
        start(work, on: loopBackend)
      } else {
        start(work)
      }
    }
  }

  /// Begins a task for a piece of work, away from the scheduler.
  private func start(_ work: Work) {
    let task = Task { @concurrent [backend, compute = work.compute] in
      let result: Result<any Sendable, any Error>
      do {
        result = .success(try await backend.perform(compute))
      } catch {
        result = .failure(error)
      }
      await self.backendEnded(compute.reference.id, result)
    }
    work.cancel = { task.cancel() }
  }

  private func start(_ work: Work, on backend: any LoopBackend) {
    let reference = work.reference
    work.cancel = { backend.cancel(reference, for: self) }
    backend.start(work.compute, for: self) { result in
      self.assumeIsolated { $0.backendEnded(reference.id, result) }
    }
  }

  private func backendEnded(_ id: Int, _ result: Result<any Sendable, any Error>) {
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
