import DequeModule

/// One accepted piece of work.
final class Work {
  let compute: ComputeWork
  /// The task that it was submitted to.
  let owner: (any AnyScheduledTask)?
  /// Whether the backend has begun it.
  var hasBegun = false
  /// The Swift task that performs it; nil on a backend that needs none.
  var task: Task<Void, Never>?
  var isCancelled = false

  init(_ compute: ComputeWork, owner: (any AnyScheduledTask)?) {
    self.compute = compute
    self.owner = owner
  }

  var reference: WorkReference { compute.reference }

  /// What whoever submitted it gets.
  func submitted<Output>(to scheduler: Scheduler) -> SubmittedWork<Output> {
    SubmittedWork(scheduler: scheduler, work: compute)
  }
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
