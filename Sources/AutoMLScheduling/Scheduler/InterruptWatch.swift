import Dispatch
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Tells runs of SIGINT instead of letting it end the process.
///
/// The process is not ended by the first SIGINT while at least one watch is there; a second one
/// ends it, and so does one that comes when the last watch has ended. Where SIGINT is ignored, as
/// in a job of a shell's background, there is nothing to watch.
final class InterruptWatch: Sendable {
  private struct State {
    var watches: [Int: @Sendable () -> Void] = [:]
    var nextNumber = 0
    var source: (any DispatchSourceSignal)?
  }

  private static let state = Mutex(State())
  private let number: Int

  /// Begins to watch.
  init(_ interrupted: @escaping @Sendable () -> Void) {
    number = Self.state.withLock { state in
      defer { state.nextNumber += 1 }
      state.watches[state.nextNumber] = interrupted
      if state.source == nil { state.source = Self.makeSource() }
      return state.nextNumber
    }
  }

  /// Watches no more.
  func end() {
    Self.state.withLock { state in
      state.watches[number] = nil
      if state.watches.isEmpty { Self.restore(&state) }
    }
  }

  private static func makeSource() -> (any DispatchSourceSignal)? {
    guard
      unsafeBitCast(signal(SIGINT, SIG_IGN), to: Int.self) == unsafeBitCast(SIG_DFL, to: Int.self)
    else { return nil }
    let source = DispatchSource.makeSignalSource(signal: SIGINT, queue: .global())
    source.setEventHandler {
      let watches = state.withLock { state in
        // The user who interrupts once more wants the process to end.
        restore(&state)
        return state.watches.values.map { $0 }
      }
      for interrupted in watches { interrupted() }
    }
    source.resume()
    return source
  }

  private static func restore(_ state: inout State) {
    guard let source = state.source else { return }
    source.cancel()
    state.source = nil
    signal(SIGINT, SIG_DFL)
  }
}
