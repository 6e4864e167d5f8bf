/// Work that a scheduler has accepted.
public struct SubmittedWork<Output: Sendable>: Sendable {
  /// What names the work in events.
  public var reference: WorkReference { work.reference }
  let scheduler: Scheduler
  let work: ComputeWork

  /// The result, once there is one.
  ///
  /// - Throws: what the work threw, or `CancellationError` when it was cancelled.
  public var value: Output {
    get async throws {
      let value = try await work.value()
      // It comes from a body of this very type, or from a decoder that gives it.
      guard let output = value as? Output else {
        throw ComputeError.invalidOutput(
          work: reference.name, "the backend gave a \(type(of: value))")
      }
      return output
    }
  }

  /// Cancels the work: waiting work never begins, work under way is told through its task.
  public func cancel() async { await scheduler.cancel(reference.id) }

  /// Cancels the work from a callback.
  public func cancel(on scheduler: isolated Scheduler) {
    if scheduler === self.scheduler { scheduler.cancel(reference.id) }
  }
}
