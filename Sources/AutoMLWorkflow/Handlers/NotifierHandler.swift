public import AutoMLModel
public import AutoMLScheduling
public import Logging
import Synchronization

/// Runs a command for chosen events, with the event's JSON on its standard input.
///
/// One command runs at a time, in the order of the events, and no job waits for it. When more
/// events wait than there is room for, the oldest of the jobs' events are dropped. A command that
/// fails, takes too long or is not there is logged, and is no exception of the workflow.
public final class NotifierHandler: Handler {
  /// What a command can be told of.
  public enum Occasion: Hashable, Sendable {
    /// Every event of a kind.
    case event(WorkflowEvent)
    /// The end of a job that has failed for good.
    case failedJob
  }

  private struct State {
    var queue: NotificationQueue
    var drain: Task<Void, Never>?
  }

  /// The events of which a command is told when nothing else is asked for.
  public static let defaultEvents: Set<Occasion> = [
    .event(.startAutoML), .event(.endAutoML), .failedJob,
  ]

  private let command: ProcessCommand
  private let events: Set<Occasion>
  private let patience: Duration
  private let clock: any Clock<Duration>
  private let time: any TimeSource
  private let logger: Logger
  private let runner = ProcessRunner()
  private let state: Mutex<State>

  /// Makes a handler.
  ///
  /// - Parameters:
  ///   - command: What to run; its input is replaced. Without a time limit of its own it has 30 s.
  ///   - events: The events to run it for.
  ///   - capacity: How many events may wait while the command runs; at least 1.
  ///   - patience: How long ``shutdown(context:)`` waits for events that have not been told yet.
  ///   - clock: Measures `patience`.
  ///   - time: Tells when the events happened.
  ///   - logger: Receives what went wrong with the command.
  public init(
    command: ProcessCommand, events: Set<Occasion> = defaultEvents, capacity: Int = 64,
    patience: Duration = .seconds(30), clock: any Clock<Duration> = ContinuousClock(),
    time: any TimeSource = SystemTimeSource(), logger: Logger = Logger(label: "automl.notifier")
  ) {
    var command = command
    command.timeLimit = command.timeLimit ?? .seconds(30)
    self.command = command
    self.events = events
    self.patience = patience
    self.clock = clock
    self.time = time
    self.logger = logger
    state = Mutex(State(queue: NotificationQueue(capacity: capacity)))
  }

  /// How many events were dropped, because the command was too slow for them.
  public var droppedEvents: Int { state.withLock { $0.queue.dropped } }

  /// Puts a chosen event into the queue and returns at once.
  public func handle(_ event: WorkflowEvent, context: Context) async throws {
    // The time is taken under the lock, so that the queue is in the order of the times.
    let change: NotificationQueue.Change? = state.withLock { state in
      let record = EventRecord(event, context: context, time: time.now())
      guard isChosen(record) else { return nil }
      let change = state.queue.add(record)
      if change.beginsDraining { state.drain = Task { await self.drain() } }
      return change
    }
    if change?.dropsFirst == true {
      logger.warning(
        "the notification command is too slow: the oldest events of jobs are dropped",
        metadata: metadata)
    }
  }

  /// Waits for the events that have not been told yet, but no longer than the handler's patience;
  /// then, or when its task is cancelled, the command is ended and what is left is dropped.
  public func shutdown(context: Context) async throws {
    if let drain = state.withLock({ $0.drain }) {
      let alarm = Task { [clock, patience] in
        guard (try? await clock.sleep(for: patience)) != nil else { return }
        drain.cancel()
      }
      await withTaskCancellationHandler {
        await drain.value
      } onCancel: {
        drain.cancel()
      }
      alarm.cancel()
    }
    let dropped = droppedEvents
    guard dropped > 0 else { return }
    let events = dropped == 1 ? "1 event was" : "\(dropped) events were"
    logger.warning("\(events) not told to the notification command", metadata: metadata)
  }

  private func isChosen(_ record: EventRecord) -> Bool {
    events.contains(.event(record.event)) || record.isFailedJob && events.contains(.failedJob)
  }

  private func drain() async {
    while let record = state.withLock({ $0.queue.next() }) {
      await tell(record)
      if Task.isCancelled { state.withLock { $0.queue.abandon() } }
    }
  }

  private func tell(_ record: EventRecord) async {
    var command = command
    command.input = Array(record.line.utf8)
    let errors = LastLine()
    do {
      let end = try await runner.run(command) { kind, bytes in
        if kind == .error { errors.add(bytes) }
      }
      guard end != .exited(0) else { return }
      let hint = errors.text.isEmpty ? "" : "; it said: \(errors.text)"
      complain("\(reason(end))\(hint)", record)
    } catch {
      complain("\(error)", record)
    }
  }

  private func reason(_ end: ProcessEnd) -> String {
    switch end {
    case .exited(let code): "exit code \(code)"
    case .signalled(let signal): "ended by signal \(signal)"
    case .timedOut: "it took longer than \(command.timeLimit.map { "\($0)" } ?? "it may")"
    case .limited(let limit): "\(limit)"
    case .cancelled: "the workflow was over before it ended"
    }
  }

  private func complain(_ reason: String, _ record: EventRecord) {
    logger.warning(
      "the notification command failed for \(record.event.rawValue): \(reason)",
      metadata: metadata)
  }

  private var metadata: Logger.Metadata { ["command": "\(command.executable)"] }
}

/// Keeps the last line of what a command says, shortened.
private final class LastLine: Sendable {
  private let bytes = Mutex<[UInt8]>([])

  func add(_ more: [UInt8]) {
    bytes.withLock { bytes in
      bytes += more
      bytes.removeFirst(max(0, bytes.count - 2_000))
    }
  }

  var text: String {
    let all = bytes.withLock { String(decoding: $0, as: UTF8.self) }
    let line = all.split(whereSeparator: \.isNewline).last { !$0.allSatisfy(\.isWhitespace) }
    return String((line ?? "").prefix(200))
  }
}
