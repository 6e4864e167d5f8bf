import Dispatch
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Writes texts to standard error in their order, on a thread of its own.
///
/// A reader may stall, as a terminal does after Ctrl-S. Whoever writes does not wait for it: texts
/// are kept up to a bound, the less the less they matter, and those beyond it are left out.
final class ErrorWriter: Sendable {
  /// How much may wait for a stalled reader while a text is still kept, in bytes.
  enum Importance: Int {
    /// A state of the line of progress, of which there will be a newer one.
    case redrawing = 4_096
    /// A line of progress.
    case progress = 65_536
    /// What the user must know.
    case message = 1_048_576
  }

  private struct State {
    /// How many bytes wait.
    var waiting = 0
    /// How many lines were left out since the last text that was kept.
    var leftOut = 0
    /// Whether a flush was in vain, and nothing has been written since.
    var hasStalled = false
  }

  /// How long a flush waits for a stalled reader.
  private static let patience = DispatchTimeInterval.seconds(2)

  private let queue = DispatchQueue(label: "automl.errors", qos: .userInitiated)
  private let unwritten = DispatchGroup()
  private let state = Mutex(State())

  /// Writes a text after those before, and returns at once.
  func write(_ text: String, _ importance: Importance) {
    // The queue is filled under the lock, so that texts are counted in the order of their writing.
    state.withLock { state in
      guard state.waiting <= importance.rawValue else {
        if importance != .redrawing { state.leftOut += 1 }
        return
      }
      var text = text
      if state.leftOut > 0 {
        text = "(lines left out, because nobody read them: \(state.leftOut))\n" + text
        state.leftOut = 0
      }
      state.waiting += text.utf8.count
      queue.async(group: unwritten) { [text] in self.put(text) }
    }
  }

  /// Waits until everything is written, but only for a moment when the reader stalls.
  func flush() {
    guard state.withLock({ $0.waiting > 0 && !$0.hasStalled }) else { return }
    guard unwritten.wait(timeout: .now() + Self.patience) == .timedOut else { return }
    state.withLock { $0.hasStalled = true }
  }

  private func put(_ text: String) {
    _ = Terminal.writeAll(text, to: STDERR_FILENO)
    state.withLock { state in
      state.waiting -= text.utf8.count
      state.hasStalled = false
    }
  }
}
