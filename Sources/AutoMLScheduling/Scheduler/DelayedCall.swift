import Synchronization

/// A call that a scheduler makes after a while, unless it is cancelled.
public struct DelayedCall: Sendable {
  let task: Task<Void, Never>
  let isCancelled: CancelFlag

  /// Keeps the call from being made; a call that was made is left alone.
  public func cancel() {
    isCancelled.set()
    task.cancel()
  }
}

/// Whether somebody does not want something any more.
final class CancelFlag: Sendable {
  private let value = Atomic(false)
  var isSet: Bool { value.load(ordering: .acquiring) }
  func set() { value.store(true, ordering: .releasing) }
}

extension Scheduler {
  /// Calls something on the scheduler after a while.
  ///
  /// A delayed call does not keep a run going: it is dropped when the run ends. What it throws
  /// follows the run's policy.
  ///
  /// - Throws: ``SchedulerError/notRunning`` outside a run and after it was asked to stop.
  @discardableResult
  public func callLater(
    after delay: Duration, _ body: @escaping @Sendable (isolated Scheduler) throws -> Void
  ) throws(SchedulerError) -> DelayedCall {
    guard phase == .running, run.acceptsWork else { throw .notRunning }
    let number = run.nextDelayedCall
    run.nextDelayedCall += 1
    let flag = CancelFlag()
    let runOfCall = runNumber
    let task = Task<Void, Never> {
      await self.wait(delay, for: number, run: runOfCall, unless: flag, then: body)
    }
    run.delayedCalls[number] = task
    return DelayedCall(task: task, isCancelled: flag)
  }

  private func wait(
    _ delay: Duration, for number: Int, run runOfCall: Int, unless flag: CancelFlag,
    then body: @Sendable (isolated Scheduler) throws -> Void
  ) async {
    let slept: Void? = try? await clock.sleep(for: delay.sleepable)
    guard runOfCall == runNumber else { return }
    run.delayedCalls[number] = nil
    guard slept != nil, !flag.isSet, phase == .running, run.end == nil else { return }
    step {
      do { try body(self) } catch { callbackFailed(error) }
    }
  }
}
