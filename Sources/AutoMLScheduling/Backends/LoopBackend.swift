/// A backend that waits for its answers on a thread of its own, on which the scheduler then runs.
///
/// An answer reaches the scheduler's callbacks, and what they submit its worker, without a change
/// of threads and without a Swift task for each piece of work.
protocol LoopBackend: ComputeBackend {
  /// The thread.
  var loop: EventLoop { get }

  /// Begins a piece of work.
  ///
  /// Its end is told by ``Scheduler/backendEnded(_:_:)``, once and after this has returned.
  func start(_ work: ComputeWork, for scheduler: isolated Scheduler)

  /// Ends a piece of work that nobody wants the result of.
  func cancel(_ work: WorkReference, for scheduler: isolated Scheduler)
}
