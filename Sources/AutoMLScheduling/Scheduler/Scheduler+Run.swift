import Logging

extension Scheduler {
  /// Runs until there is nothing left to do, the time is up, or somebody stops it.
  ///
  /// Cancelling the surrounding task stops the run at once. A scheduler may be run again.
  ///
  /// - Parameters:
  ///   - timeout: The longest time work is accepted; nil for no limit.
  ///   - endOnEmpty: Whether the run ends when nothing is left after on_empty.
  ///   - wait: Whether everything that was submitted is done when the run is stopped or its time
  ///     is up; otherwise it is cancelled.
  ///   - onException: What to do when work or a callback throws.
  ///   - onCancelled: What to do when somebody cancels work.
  ///   - interruptible: Whether SIGINT stops the run at once, instead of ending the process; a
  ///     second SIGINT ends the process. Has no effect in a process that ignores SIGINT.
  ///   - display: Shows the scheduler while it runs, and at the end of the run as it is then.
  /// - Throws: ``SchedulerError/alreadyRunning``; ``SchedulerError/forbiddenRule(_:)``; what the
  ///   backend's begin throws; ``Interrupted`` after SIGINT; and under ``FaultPolicy/raise`` the
  ///   first error of work or a callback. The run has ended in order by then.
  @discardableResult
  public func run(
    timeout: Duration? = nil, endOnEmpty: Bool = true, wait: Bool = true,
    onException: ExceptionPolicy = .raise, onCancelled: FaultPolicy = .raise,
    interruptible: Bool = true, display: LiveView? = nil
  ) async throws -> ExitState {
    guard phase == .idle else { throw SchedulerError.alreadyRunning }
    guard width >= 1 else { throw SchedulerError.invalidWidth(width) }
    try onException.validate()
    phase = .starting
    runNumber += 1
    run = RunState()
    run.endOnEmpty = endOnEmpty
    run.waitsForWork = wait
    run.onException = onException
    run.onCancelled = onCancelled
    let number = runNumber
    // Before the backend begins: what that has started is to be ended in order, too.
    let interrupts = interruptible ? InterruptWatch { self.interrupted(run: number) } : nil
    defer { interrupts?.end() }
    do {
      try await backend.begin()
    } catch {
      phase = .idle
      throw error
    }
    let view = display.map { display in Task { await display.follow(self) } }
    let result = await withTaskCancellationHandler {
      await runToEnd(timeout: timeout)
    } onCancel: {
      Task { await self.surroundingTaskCancelled(run: number) }
    }
    if let display, let view {
      // Taken before anything is awaited: somebody may begin the next run meanwhile.
      let end = snapshot
      view.cancel()
      display.finish(await view.value, with: end)
    }
    return try result.get()
  }

  private func runToEnd(timeout: Duration?) async -> Result<ExitState, any Error> {
    phase = .running
    // One that was stopped before it began has nothing to start.
    step { if run.stop == nil { onStart.emit((), on: self) } }
    let timer = run.end == nil ? timeout.map(startTimer) : nil
    await sleepUntilWoken { $0.run.end != nil }
    timer?.cancel()
    step { onFinishing.emit((), on: self) }
    phase = .draining
    for call in run.delayedCalls.values { call.cancel() }
    run.delayedCalls = [:]
    step { if !run.waitsForWork { cancelAll() } }
    await sleepUntilWoken { $0.works.isEmpty && $0.active == 0 }
    await backend.end()
    step { onFinished.emit((), on: self) }
    phase = .idle
    if let raised = run.raised { return .failure(raised) }
    return .success(run.end ?? ExitState(.exhausted))
  }

  /// Asks a run to end; without a run, and when it is ending already, it does nothing.
  ///
  /// - Parameters:
  ///   - message: Why, as one sentence.
  ///   - error: The error that led to it. It follows the run's policy: it is raised, or the run
  ///     ends as ``ExitState/Code/exception``, or, where errors are passed over, as
  ///     ``ExitState/Code/unknown``.
  public func stop(
    _ message: String = "The scheduler was asked to stop.", error: (any Error)? = nil
  ) {
    guard phase == .running || phase == .starting, run.end == nil, run.stop == nil else { return }
    var end = ExitState(.stopped)
    if let error {
      switch run.onException.policy(for: error) {
      case .raise:
        run.raised = run.raised ?? error
        end = ExitState(.exception, error: error)
      case .end: end = ExitState(.exception, error: error)
      case .continue:
        log.warning("the run was stopped because of an error that is passed over: \(error)")
        end = ExitState(.unknown, error: error)
      }
    }
    run.isStopExplicit = true
    run.stop = .init(request: StopRequest(message: message, error: error), end: end)
    if phase == .running { step {} }
  }

  /// Stops, and cancels what is waiting or being done whatever the run was asked for.
  public func stopNow(_ message: String = "The scheduler was asked to stop at once.") {
    guard phase != .idle else { return }
    run.waitsForWork = false
    stop(message)
    if phase == .draining { step { cancelAll() } }
  }

  /// Asks a run to end from code that cannot wait, on any thread.
  public nonisolated func requestStop(
    _ message: String = "The scheduler was asked to stop."
  ) {
    Task { await stop(message) }
  }

  private func surroundingTaskCancelled(run number: Int) {
    if number == runNumber { stopNow("The surrounding task was cancelled.") }
  }

  private nonisolated func interrupted(run number: Int) {
    Task { await interruptedHere(run: number) }
  }

  private func interruptedHere(run number: Int) {
    guard number == runNumber, phase != .idle else { return }
    run.raised = Interrupted()
    stopNow("The run was interrupted.")
  }

  /// Keeps what follows from an error or a cancellation; it happens at the end of the step.
  ///
  /// The first error of a run is how it ends, also of a run that was ending without one.
  func fault(_ error: any Error, _ policy: FaultPolicy, _ code: ExitState.Code) {
    guard policy != .continue else { return }
    if policy == .raise { run.raised = run.raised ?? error }
    let end = ExitState(code, error: error)
    if let settled = run.end {
      if !settled.isFault { run.end = end }
    } else if let stop = run.stop {
      if !stop.end.isFault { run.stop?.end = end }
    } else {
      run.stop = .init(
        request: StopRequest(message: "An error ends the run: \(error)", error: error), end: end)
    }
  }

  /// Does what follows from a step: announces that nothing is left and a stop, begins work, and
  /// wakes a run that is over.
  func settle() {
    if phase == .running, run.end == nil {
      // Work that ends within the callbacks makes it empty once more.
      while run.isEmptyDue, works.isEmpty, run.stop == nil || run.hasAcceptedWork {
        run.isEmptyDue = false
        onEmpty.emit((), on: self)
      }
      if let request = run.stop?.request {
        onStop.emit(request, on: self)
        run.end = run.stop?.end
      } else if works.isEmpty, run.endOnEmpty {
        run.end = ExitState(.exhausted)
      }
    }
    if run.end == nil || run.waitsForWork { fillBackend() }
    if run.end != nil, phase == .running || (works.isEmpty && active == 0) { run.wakeUp() }
  }

  private func startTimer(_ timeout: Duration) -> Task<Void, Never> {
    Task { [clock, runNumber] in
      guard (try? await clock.sleep(for: timeout.sleepable)) != nil else { return }
      self.timeIsUp(run: runNumber)
    }
  }

  private func timeIsUp(run number: Int) {
    guard number == runNumber, phase == .running, run.end == nil else { return }
    step {
      onTimeout.emit((), on: self)
      if run.stop == nil { run.end = ExitState(.timeout) }
    }
  }

  /// Waits until a condition holds; every step wakes the run.
  private func sleepUntilWoken(_ isDone: (isolated Scheduler) -> Bool) async {
    while !isDone(self) {
      await withCheckedContinuation { run.wake = $0 }
    }
  }
}
