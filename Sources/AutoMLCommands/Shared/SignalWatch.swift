import AutoMLWorkflow
import Synchronization
import UnixSignals

/// Turns SIGINT, SIGTERM and SIGHUP into requests to stop: the first in order, the second at once.
final class SignalWatch: Sendable {
  private let received = Mutex<UnixSignal?>(nil)

  /// The first signal that came, if one did.
  var first: UnixSignal? { received.withLock { $0 } }

  /// Watches until its task is cancelled.
  func run(_ stop: @Sendable (StopUrgency) -> Void) async {
    for await signal in await UnixSignalsSequence(trapping: .sigint, .sigterm, .sighup) {
      let isFirst = received.withLock { received in
        defer { received = received ?? signal }
        return received == nil
      }
      Terminal.printError(
        isFirst
          ? "\nStopping: running jobs are asked to end. Once more to kill them at once."
          : "\nKilling what is still running.")
      stop(isFirst ? .graceful : .immediate)
    }
  }
}
