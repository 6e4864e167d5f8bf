import DequeModule

/// One accepted piece of work.
final class Work {
  let compute: ComputeWork
  /// Gives the result to whoever waits for it.
  let settle: (Result<any Sendable, any Error>) -> Void
  /// The task that it was submitted to.
  let owner: (any AnyScheduledTask)?
  /// Has the backend end it, once it has begun.
  var cancel: (() -> Void)?
  var isCancelled = false

  init(
    _ compute: ComputeWork, owner: (any AnyScheduledTask)?,
    settle: @escaping (Result<any Sendable, any Error>) -> Void
  ) {
    self.compute = compute
    self.owner = owner
    self.settle = settle
  }

  var reference: WorkReference { compute.reference }
}

/// Work that has not begun, in the order of submission.
struct WaitingLine {
  private var works: Deque<Work> = []

  mutating func append(_ work: Work) { works.append(work) }

  /// The next piece that was not cancelled while it waited.
  mutating func next() -> Work? {
    while let work = works.popFirst() {
      if !work.isCancelled { return work }
    }
    return nil
  }
}
