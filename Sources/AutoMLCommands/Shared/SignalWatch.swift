import AutoMLWorkflow
import Synchronization
import UnixSignals

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Turns SIGINT, SIGTERM, SIGHUP and SIGQUIT into requests to stop: the first in order, the second at once.
final class SignalWatch: Sendable {
  private let received = Mutex<UnixSignal?>(nil)
  private let signals: UnixSignalsSequence

  /// Catches signals from now on; they wait for ``run(_:)``.
  init() async {
    // SIGQUIT, too: Swift's runtime would take it for a crash, and not end.
    let signals = [UnixSignal.sigint, .sigterm, .sighup, .sigquit].filter { !Self.isIgnored($0) }
    self.signals = await UnixSignalsSequence(trapping: signals)
  }

  /// The first signal that came, if one did.
  var first: UnixSignal? { received.withLock { $0 } }

  /// Whether the process was told to ignore a signal when it was started, as `nohup` does.
  private static func isIgnored(_ signal: UnixSignal) -> Bool {
    var action = sigaction()
    guard sigaction(signal.rawValue, nil, &action) == 0 else { return false }
    return unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
      == unsafeBitCast(SIG_IGN, to: Int.self)
  }

  /// Obeys the signals until its task is cancelled.
  ///
  /// - Parameter stop: Asks for a stop, and gives a sentence for the user.
  func run(_ stop: @Sendable (StopUrgency) -> String) async {
    for await signal in signals {
      let isFirst = received.withLock { received in
        defer { received = received ?? signal }
        return received == nil
      }
      // The stop comes first: whatever becomes of the sentence, the signal is obeyed.
      let answer = stop(isFirst ? .graceful : .immediate)
      Terminal.printError("\n\(answer)")
    }
  }
}
