/// What a run was asked for and how far it is.
struct RunState {
  var endOnEmpty = true
  var waitsForWork = true
  var onException = FaultPolicy.raise
  var onCancelled = FaultPolicy.raise
  var end: ExitState?
  var raised: (any Error)?
  var wake: CheckedContinuation<Void, Never>?

  /// Whether nobody has ended the run; one that is exhausted may still be given work.
  var acceptsWork: Bool { end == nil || end?.code == .exhausted || end?.code == .timeout }
}

extension Scheduler {
  /// Runs until there is nothing left to do, the time is up, or somebody stops it.
  ///
  /// Cancelling the surrounding task stops the run at once. A scheduler may be run again.
  ///
  /// - Parameters:
  ///   - timeout: The longest time work is accepted; nil for no limit.
  ///   - endOnEmpty: Whether the run ends when nothing is left after on_empty.
  ///   - wait: Whether work under way is finished when the run is stopped or its time is up;
  ///     otherwise it is cancelled.
  ///   - onException: What to do when work or a callback throws.
  ///   - onCancelled: What to do when somebody cancels work.
  /// - Throws: ``SchedulerError/alreadyRunning``, and under ``FaultPolicy/raise`` what work or a
  ///   callback threw; the run has ended in order by then.
  public func run(
    timeout: Duration? = nil, endOnEmpty: Bool = true, wait: Bool = true,
    onException: FaultPolicy = .raise, onCancelled: FaultPolicy = .raise
  ) async throws -> ExitState {
    guard phase == .idle else { throw SchedulerError.alreadyRunning }
    phase = .running
    run = RunState(
      endOnEmpty: endOnEmpty, waitsForWork: wait, onException: onException,
      onCancelled: onCancelled)
    emit(.start, (), \.start)
    settleIfEmpty()
    await untilEnd(timeout: timeout)
    return try await finish()
  }

  /// Asks a run to end; without a run, and when it is ending already, it does nothing.
  ///
  /// - Parameters:
  ///   - message: Why, as one sentence.
  ///   - error: The error that led to it; it follows the run's policy.
  public func stop(
    _ message: String = "The scheduler was asked to stop.", error: (any Error)? = nil
  ) {
    guard phase == .running, run.end == nil else { return }
    emit(.stop, StopRequest(message: message, error: error), \.stop)
    if let error, run.onException == .raise { run.raised = run.raised ?? error }
    end(ExitState(error == nil ? .stopped : .exception, error: error))
  }

  /// Stops, and cancels what is under way whatever the run was asked for.
  public func stopNow(_ message: String = "The scheduler was asked to stop at once.") {
    run.waitsForWork = false
    if phase == .running, run.end == nil { stop(message) } else { cancelAll() }
  }

  /// Applies a policy to an error that work or a callback threw.
  func apply(_ policy: FaultPolicy, _ error: any Error, code: ExitState.Code) {
    switch policy {
    case .continue: break
    case .raise:
      run.raised = run.raised ?? error
      endAfterFault(error, code)
    case .end: endAfterFault(error, code)
    }
  }

  private func endAfterFault(_ error: any Error, _ code: ExitState.Code) {
    guard phase == .running, run.end == nil else { return }
    run.end = ExitState(code, error: error)
    if works.isEmpty { emit(.empty, (), \.empty) }
    emit(.stop, StopRequest(message: "An error ends the run: \(error)", error: error), \.stop)
    run.wake?.resume()
    run.wake = nil
  }

  /// Emits on_empty when there is nothing left, and ends the run unless a callback refilled it.
  func settleIfEmpty() {
    guard works.isEmpty else { return }
    if phase == .draining {
      run.wake?.resume()
      run.wake = nil
      return
    }
    guard phase == .running, run.end == nil else { return }
    emit(.empty, (), \.empty)
    if works.isEmpty, run.endOnEmpty { end(ExitState(.exhausted)) }
  }

  private func end(_ state: ExitState) {
    guard run.end == nil else { return }
    run.end = state
    run.wake?.resume()
    run.wake = nil
  }

  private func untilEnd(timeout: Duration?) async {
    guard run.end == nil else { return }
    let timer = timeout.map { timeout in
      Task { [clock] in
        do { try await clock.sleep(for: timeout) } catch { return }
        self.timeIsUp()
      }
    }
    await withTaskCancellationHandler {
      await sleepUntilWoken { $0.run.end != nil }
    } onCancel: {
      Task { await self.stopNow("The surrounding task was cancelled.") }
    }
    timer?.cancel()
  }

  private func timeIsUp() {
    guard phase == .running, run.end == nil else { return }
    emit(.timeout, (), \.timeout)
    end(ExitState(.timeout))
  }

  /// Waits until a condition holds; whoever may make it true wakes the run.
  private func sleepUntilWoken(_ isDone: (isolated Scheduler) -> Bool) async {
    while !isDone(self) {
      await withCheckedContinuation { run.wake = $0 }
    }
  }

  private func finish() async throws -> ExitState {
    emit(.finishing, (), \.finishing)
    phase = .draining
    if !run.waitsForWork { cancelAll() }
    await withTaskCancellationHandler {
      await sleepUntilWoken { $0.works.isEmpty }
    } onCancel: {
      Task { await self.stopNow() }
    }
    emit(.finished, (), \.finished)
    phase = .idle
    if let raised = run.raised { throw raised }
    return run.end ?? ExitState(.exhausted)
  }

  private func cancelAll() {
    for id in works.keys.sorted() { cancel(id) }
  }
}
