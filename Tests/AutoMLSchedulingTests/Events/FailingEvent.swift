import AutoMLScheduling
import AutoMLSchedulingTestKit
import Testing

/// An event whose callback fails, and a run in which it is emitted.
struct FailingEvent: Sendable, CustomTestStringConvertible {
  let name: String
  /// How the run ends when the callback does not count.
  let code: ExitState.Code
  /// Whether an error comes early enough to ask for a stop.
  let announcesStop: Bool
  var timeout: Duration?
  /// Has the event emitted, after all that is registered here has been called.
  let setUp: @Sendable (Scene) throws -> Void
  /// Registers a callback that throws.
  let fail: @Sendable (Scene) -> Void

  init<Payload>(
    _ event: @escaping @Sendable (Scene) -> Subscriber<Payload>,
    _ code: ExitState.Code = .exhausted,
    name: String, announcesStop: Bool = true, timeout: Duration? = nil,
    setUp: @escaping @Sendable (Scene) throws -> Void = { $0.atStart($0.task, 1) }
  ) {
    self.name = name
    self.code = code
    self.announcesStop = announcesStop
    self.timeout = timeout
    self.setUp = setUp
    fail = { scene in event(scene).subscribe(.plain) { _, _ in throw OtherFault() } }
  }

  var testDescription: String { name }

  /// Every event of a scheduler and of a task.
  static let all: [FailingEvent] = [
    FailingEvent({ $0.scheduler.onStart }, name: "S.start"),
    FailingEvent({ $0.scheduler.onEmpty }, name: "S.empty"),
    FailingEvent(
      { $0.scheduler.onTimeout }, .timeout, name: "S.timeout", timeout: .milliseconds(1)
    ) { scene in
      scene.atStart(scene.holding, scene.gate.visit())
      scene.openWhenFinishing()
    },
    FailingEvent({ $0.scheduler.onStop }, .stopped, name: "S.stop") { scene in
      scene.scheduler.onStart { scheduler, _ in scheduler.stop() }
    },
    FailingEvent({ $0.scheduler.onFinishing }, name: "S.finishing", announcesStop: false),
    FailingEvent({ $0.scheduler.onFinished }, name: "S.finished", announcesStop: false),
    FailingEvent({ $0.scheduler.onFutureSubmitted }, name: "S.future_submitted"),
    FailingEvent({ $0.scheduler.onFutureDone }, name: "S.future_done"),
    FailingEvent({ $0.scheduler.onFutureResult }, name: "S.future_result"),
    FailingEvent({ $0.scheduler.onFutureException }, name: "S.future_exception") {
      $0.atStart($0.failing, "")
    },
    FailingEvent({ $0.scheduler.onFutureCancelled }, name: "S.future_cancelled") {
      cancelAtStart($0)
    },
    FailingEvent({ $0.task.onSubmitted }, name: "T.submitted"),
    FailingEvent({ $0.task.onDone }, name: "T.done"),
    FailingEvent({ $0.task.onResult }, name: "T.result"),
    FailingEvent({ $0.failing.onException }, name: "T.exception") { $0.atStart($0.failing, "") },
    FailingEvent({ $0.holding.onCancelled }, name: "T.cancelled") { cancelAtStart($0) },
  ]

  private static func cancelAtStart(_ scene: Scene) {
    scene.scheduler.onStart { [scene] scheduler, _ in
      try scene.holding.submit(scene.gate.visit(), on: scheduler)?.cancel(on: scheduler)
    }
  }
}
