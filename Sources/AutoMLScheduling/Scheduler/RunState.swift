/// What a run was asked for and how far it is.
///
/// A class, because reading one property of a structure in an actor copies all of it.
final class RunState {
  /// A stop that was asked for and is announced at the end of the step.
  struct Stop {
    let request: StopRequest
    var end: ExitState
  }

  var endOnEmpty = true
  var waitsForWork = true
  var onException = ExceptionPolicy.raise
  var onCancelled = FaultPolicy.raise
  /// Whether on_empty is to be emitted when the step ends with nothing left.
  var isEmptyDue = true
  var hasAcceptedWork = false
  var stop: Stop?
  /// Whether somebody asked for the stop, rather than an error.
  var isStopExplicit = false
  var end: ExitState?
  var raised: (any Error)?
  var wake: CheckedContinuation<Void, Never>?
  var delayedCalls: [Int: Task<Void, Never>] = [:]
  var nextDelayedCall = 0

  /// Whether nobody has ended the run; one that is exhausted may still be given work.
  var acceptsWork: Bool {
    !isStopExplicit && (end == nil || end?.code == .exhausted || end?.code == .timeout)
  }

  /// Wakes the run, which looks again whether it is over.
  func wakeUp() {
    wake?.resume()
    wake = nil
  }
}
