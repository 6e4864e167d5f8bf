import AutoMLTracking
import Synchronization

/// What is known of the process behind an attempt, and whether it has been recorded.
///
/// A brief process is not recorded while it runs, which would cost as much as its start and its
/// end together: its group is of no use any more when it has ended, and the path of its log is
/// recorded with the end.
final class ProcessNote: Sendable {
  /// How long a process may run without its group being recorded.
  static let patience = Duration.milliseconds(10)

  private struct State {
    var logPath: String?
    var recorder: Task<Bool, Never>?
  }

  private let state = Mutex(State())

  /// A process has begun.
  ///
  /// - Parameter record: Records it; called unless it ends soon.
  func began(logPath: String, _ record: @escaping @Sendable () async throws -> Void) {
    let recorder = Task {
      guard (try? await Task.sleep(for: Self.patience)) != nil else { return false }
      // Should the store fail, the end of the attempt meets the same failure.
      return (try? await record()) != nil
    }
    state.withLock { $0 = State(logPath: logPath, recorder: recorder) }
  }

  /// The process has ended.
  ///
  /// - Returns: The path of its log, unless that has been recorded.
  func ended() async -> String? {
    let state = state.withLock { $0 }
    state.recorder?.cancel()
    return await state.recorder?.value == true ? nil : state.logPath
  }
}
