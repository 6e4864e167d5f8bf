public import AutoMLModel
import Dispatch
import Foundation
public import Logging
import Synchronization

/// Appends each event of a workflow to a file, one JSON object a line.
///
/// A line is handed to the system with one call, so that whatever ends this process leaves whole
/// lines, and so that several workflows may share a file. Starting up and shutting down are no
/// events. When a line cannot be written, as on a full disk, the workflow goes on without it: this
/// is logged once, and later events are tried again.
///
/// Lines are written in order on a thread of their own, and an event waits for its line. Only when
/// that takes too long, as with a named pipe whose reader stalls, the workflow goes on; what is
/// still not written at its end is lost, which is logged.
public final class EventLogHandler: Handler {
  private struct State {
    /// How many events wait to be written, and how many bytes.
    var waiting = 0
    var waitingBytes = 0
    /// How many events the file has taken or refused.
    var handled = 0
    /// How many events there was no room for.
    var dropped = 0
    /// Whether writing took too long, and something has waited ever since.
    var isBehind = false
    var hasBeenBehind = false
    var hasComplained = false
  }

  /// How much is kept for a reader that stalls, in bytes.
  private static let capacity = 16 << 20

  /// Where the file is.
  public let path: String
  private let file: EventLogFile
  private let patience: Duration
  private let clock: any Clock<Duration>
  private let time: any TimeSource
  private let logger: Logger
  private let queue = DispatchQueue(label: "automl.events", qos: .userInitiated)
  private let state = Mutex(State())

  /// Opens the file, which is made when it is not there.
  ///
  /// - Parameters:
  ///   - path: Where it is; a named pipe must have a reader.
  ///   - patience: How long an event waits for its line, and the end of the workflow for any line.
  ///   - clock: Measures `patience`.
  ///   - time: Tells when the events happened.
  ///   - logger: Receives what went wrong with the file.
  /// - Throws: ``EventLogError`` when it cannot be opened, or holds a database.
  public init(
    path: String, patience: Duration = .seconds(2), clock: any Clock<Duration> = ContinuousClock(),
    time: any TimeSource = SystemTimeSource(), logger: Logger = Logger(label: "automl.events")
  ) throws(EventLogError) {
    file = try EventLogFile(path: path)
    self.path = path
    self.patience = patience
    self.clock = clock
    self.time = time
    self.logger = logger
  }

  /// Writes the event's line.
  public func handle(_ event: WorkflowEvent, context: Context) async throws {
    let (ends, end) = AsyncStream.makeStream(of: Void.self)
    // The time is taken under the lock, so that the times of a file never go back by our doing.
    let isAwaited = state.withLock { state in
      let line = EventRecord(event, context: context, time: time.now()).line
      guard state.waitingBytes < Self.capacity else {
        state.dropped += 1
        return false
      }
      state.waiting += 1
      state.waitingBytes += line.utf8.count
      queue.async {
        self.write(line)
        end.yield()
      }
      return !state.isBehind
    }
    guard isAwaited, await !comes(ends, end), !Task.isCancelled else { return }
    goOn()
  }

  /// Waits until every line is written, or none has been for as long as the handler's patience.
  ///
  /// A cancelled task does not wait for longer than that at all.
  public func shutdown(context: Context) async throws {
    var handled = -1
    var now = state.withLock { $0 }
    while now.waiting > 0, now.handled > handled, handled < 0 || !Task.isCancelled {
      handled = now.handled
      // A task of its own, which waits though this one may be cancelled.
      await Task {
        let (ends, end) = AsyncStream.makeStream(of: Void.self)
        queue.async { end.yield() }
        _ = await comes(ends, end)
      }.value
      now = state.withLock { $0 }
    }
    let lost = now.waiting + now.dropped
    guard lost > 0 else { return }
    let events = lost == 1 ? "1 event was" : "\(lost) events were"
    logger.warning("\(events) not written to the event log '\(path)', because nobody read it")
  }

  /// Whether something comes before the handler's patience is over, or the task is cancelled.
  private func comes(
    _ stream: AsyncStream<Void>, _ end: AsyncStream<Void>.Continuation
  ) async -> Bool {
    let alarm = Task { [clock, patience] in
      guard (try? await clock.sleep(for: patience)) != nil else { return }
      end.finish()
    }
    defer { alarm.cancel() }
    return await stream.first { true } != nil
  }

  /// Has no event wait until all lines are written.
  private func goOn() {
    let isFirst = state.withLock { state in
      guard state.waiting > 0 else { return false }
      state.isBehind = true
      defer { state.hasBeenBehind = true }
      return !state.hasBeenBehind
    }
    guard isFirst else { return }
    logger.warning(
      "the event log '\(path)' takes no more for now; the workflow goes on and keeps the events")
  }

  /// Writes a line, on the thread for that.
  private func write(_ line: String) {
    let error = file.write(line)
    let isComplaint = state.withLock { state in
      state.waiting -= 1
      state.waitingBytes -= line.utf8.count
      state.handled += 1
      if state.waiting == 0 { state.isBehind = false }
      guard error != nil, !state.hasComplained else { return false }
      state.hasComplained = true
      return true
    }
    guard isComplaint, let error else { return }
    logger.warning(
      """
      cannot write the event log '\(path)': \(String(cString: strerror(error))); \
      the workflow goes on without it
      """)
  }
}
