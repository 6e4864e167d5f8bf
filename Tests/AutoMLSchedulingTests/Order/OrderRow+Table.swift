import AutoMLScheduling
import AutoMLSchedulingTestKit
import Foundation

extension OrderRow {
  /// The table of the reference, row by row, with drained results before S.finished.
  static let all: [OrderRow] =
    ordinary + failures + remoteFailures + timeouts + stops + cancellations

  private static let ordinary: [OrderRow] = [
    OrderRow(
      "one task that succeeds",
      """
      S.start S.future_submitted T.submitted S.future_done S.future_result T.done T.result \
      S.empty S.finishing S.finished
      """, .code(.exhausted)
    ) { $0.atStart($0.task, 1) },
    OrderRow("nothing submitted", "S.start S.empty S.finishing S.finished", .code(.exhausted)) {
      _ in
    },
    OrderRow(
      "one task after the other",
      """
      S.start S.future_submitted T.submitted S.future_done S.future_result T.done T.result \
      S.future_submitted T.submitted S.future_done S.future_result T.done T.result \
      S.empty S.finishing S.finished
      """, .code(.exhausted)
    ) { scene in
      scene.atStart(scene.task, 1)
      try scene.task.onResult(maxCalls: 1) { [task = scene.task] scheduler, result in
        _ = try task.submit(result.value, on: scheduler)
      }
    },
    OrderRow(
      "work submitted in finishing is done before the run has finished",
      """
      S.start S.empty S.finishing S.future_submitted T.submitted S.future_done S.future_result \
      T.done T.result S.finished
      """, .code(.exhausted)
    ) { scene in
      scene.scheduler.onFinishing { [task = scene.task] scheduler, _ in
        _ = try task.submit(1, on: scheduler)
      }
    },
  ]

  private static let failure = """
    S.start S.future_submitted T.submitted S.future_done S.future_exception T.done T.exception \
    S.empty S.stop S.finishing S.finished
    """

  private static let failures: [OrderRow] = [
    OrderRow("a task fails, raise", failure, .raises("TestFault")) { $0.atStart($0.failing, "") },
    OrderRow(
      "a task fails, end", .init(onException: .end), failure,
      .codeAndError(.exception, "TestFault")
    ) { $0.atStart($0.failing, "") },
    OrderRow(
      "a task fails, continue", .init(onException: .continue),
      """
      S.start S.future_submitted T.submitted S.future_done S.future_exception T.done T.exception \
      S.empty S.finishing S.finished
      """, .code(.exhausted)
    ) { $0.atStart($0.failing, "") },
    OrderRow(
      "a task fails while other work goes on, waiting",
      """
      S.start S.future_submitted T.submitted S.future_submitted S.future_done S.future_exception \
      T.done T.exception S.stop S.finishing S.future_done S.future_result S.finished
      """, .raises("TestFault")
    ) { scene in
      failBeforeHeldWork(scene)
      scene.openWhenFinishing()
    },
    OrderRow(
      "a task fails while other work goes on, not waiting", .init(wait: false),
      """
      S.start S.future_submitted T.submitted S.future_submitted S.future_done S.future_exception \
      T.done T.exception S.stop S.finishing S.future_cancelled S.finished
      """, .raises("TestFault")
    ) { failBeforeHeldWork($0) },
  ]

  private static let remoteFailures: [OrderRow] = [
    OrderRow("a worker dies", failure, .raises("workerDied"), ofOtherProcesses: true) { scene in
      scene.atStart(try scene.followed(TestFunctions.die), SIGKILL)
    },
    OrderRow(
      "a worker dies, only its work fails and the next is done", .init(onException: .continue),
      """
      S.start S.future_submitted T.submitted S.future_done S.future_exception T.done T.exception \
      S.future_submitted T.submitted S.future_done S.future_result T.done T.result S.empty \
      S.finishing S.finished
      """, .code(.exhausted), ofOtherProcesses: true
    ) { scene in
      let dying = try scene.followed(TestFunctions.die)
      dying.onException { [task = scene.task] scheduler, _ in
        _ = try task.submit(1, on: scheduler)
      }
      scene.atStart(dying, SIGKILL)
    },
    OrderRow(
      "an input is not JSON", failure, .raises("invalidInput"), ofOtherProcesses: true
    ) { scene in scene.atStart(try scene.followed(TestFunctions.fraction), .nan) },
    OrderRow(
      "a result is not JSON", failure, .raises("ComputeError"), ofOtherProcesses: true
    ) { scene in scene.atStart(try scene.followed(TestFunctions.notANumber), 1) },
    OrderRow(
      "a result is of another type than the function's", failure, .raises("invalidOutput"),
      ofOtherProcesses: true
    ) { scene in
      // Whoever computes it gives a number.
      let mistaken = Function<Int, String>("double") { "\($0)" }
      scene.atStart(try scene.followed(mistaken), 1)
    },
  ]

  private static func failBeforeHeldWork(_ scene: Scene) {
    scene.scheduler.onStart { [scene] scheduler, _ in
      _ = try scene.failing.submit("", on: scheduler)
      _ = try scheduler.submit(scene.hold, scene.gate.visit())
    }
  }

  private static let timeouts: [OrderRow] = [
    OrderRow(
      "timeout, waiting", .init(timeout: .milliseconds(1)),
      """
      S.start S.future_submitted T.submitted S.timeout S.finishing S.future_done S.future_result \
      T.done T.result S.finished
      """, .code(.timeout)
    ) { scene in
      scene.atStart(scene.holding, scene.gate.visit())
      scene.openWhenFinishing()
    },
    OrderRow(
      "timeout, not waiting", .init(timeout: .milliseconds(1), wait: false),
      """
      S.start S.future_submitted T.submitted S.timeout S.finishing S.future_cancelled T.cancelled \
      S.finished
      """, .code(.timeout)
    ) { $0.atStart($0.holding, $0.gate.visit()) },
    OrderRow(
      "not ending on empty, timeout", .init(timeout: .milliseconds(1), endOnEmpty: false),
      "S.start S.empty S.timeout S.finishing S.finished", .code(.timeout)
    ) { _ in },
  ]

  private static let stops: [OrderRow] = [
    OrderRow(
      "stop in on_future_submitted, waiting",
      """
      S.start S.future_submitted T.submitted S.stop S.finishing S.future_done S.future_result \
      T.done T.result S.finished
      """, .code(.stopped)
    ) { scene in
      scene.atStart(scene.task, 1)
      scene.scheduler.onFutureSubmitted { scheduler, _ in scheduler.stop() }
    },
    OrderRow(
      "stop in on_future_submitted, not waiting", .init(wait: false),
      """
      S.start S.future_submitted T.submitted S.stop S.finishing S.future_cancelled T.cancelled \
      S.finished
      """, .code(.stopped)
    ) { scene in
      scene.atStart(scene.holding, scene.gate.visit())
      scene.scheduler.onFutureSubmitted { scheduler, _ in scheduler.stop() }
    },
    OrderRow(
      "stop in on_start", "S.start S.stop S.finishing S.finished", .code(.stopped)
    ) { scene in
      scene.scheduler.onStart { scheduler, _ in scheduler.stop() }
    },
    stopWithError(.raise, .raises("TestFault")),
    stopWithError(.end, .codeAndError(.exception, "TestFault")),
    stopWithError(.continue, .codeAndError(.unknown, "TestFault")),
  ]

  private static func stopWithError(_ policy: FaultPolicy, _ end: End) -> OrderRow {
    let policies: [FaultPolicy: ExceptionPolicy] = [
      .raise: .raise, .end: .end, .continue: .continue,
    ]
    return OrderRow(
      "stop with an error, \(policy)", .init(onException: policies[policy] ?? .raise),
      "S.start S.stop S.finishing S.finished", end
    ) { scene in
      scene.scheduler.onStart { scheduler, _ in scheduler.stop("enough", error: TestFault()) }
    }
  }

  private static let cancelled = """
    S.start S.future_submitted T.submitted S.future_cancelled T.cancelled S.empty S.stop \
    S.finishing S.finished
    """

  private static let cancellations: [OrderRow] = [
    OrderRow("work is cancelled, raise", cancelled, .raises("CancellationError")) {
      cancelAtStart($0)
    },
    OrderRow(
      "work is cancelled, end", .init(onCancelled: .end), cancelled,
      .codeAndError(.cancelled, "CancellationError")
    ) { cancelAtStart($0) },
    OrderRow(
      "work is cancelled, continue", .init(onCancelled: .continue),
      """
      S.start S.future_submitted T.submitted S.future_cancelled T.cancelled S.empty S.finishing \
      S.finished
      """, .code(.exhausted)
    ) { cancelAtStart($0) },
  ]

  private static func cancelAtStart(_ scene: Scene) {
    scene.scheduler.onStart { [scene] scheduler, _ in
      try scene.holding.submit(scene.gate.visit(), on: scheduler)?.cancel(on: scheduler)
    }
  }
}
