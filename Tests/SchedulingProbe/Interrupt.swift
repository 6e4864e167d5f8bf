import AutoMLScheduling
import Foundation

/// A run of two long pieces of work, which only SIGINT ends; tells each event on a line.
///
/// After an interrupted run the exit code is 130.
enum Interrupt {
  static func run(_ kind: String) async {
    do {
      let scheduler = Scheduler(backend: try backend(kind))
      observe(scheduler)
      scheduler.onStart { scheduler, _ in
        for _ in 0..<2 { try submit(kind, to: scheduler) }
      }
      scheduler.onFutureSubmitted { _, work in if work.id == 1 { report("ready") } }
      _ = try await scheduler.run()
      report("ended")
    } catch is Interrupted {
      exit(130)
    } catch {
      report("error \(error)")
      exit(1)
    }
  }

  private static func backend(_ kind: String) throws -> any ComputeBackend {
    switch kind {
    case "workers": try .workers(width: 2, command: [CommandLine.arguments[0], "serve"])
    case "commands": try .subprocess(width: 2)
    default: try .concurrent(width: 2)
    }
  }

  private static func submit(_ kind: String, to scheduler: isolated Scheduler) throws {
    switch kind {
    case "workers":
      try scheduler.submit(Function<Double, Double>("sleep") { _ in 0 }, 60)
    case "commands":
      let script = try Function<Int, Int>("sleep", command: ["/bin/sh", "-c", "sleep 60"])
      try scheduler.submit(script, 0)
    case "stubborn":
      // Work that does not look whether it was cancelled.
      try scheduler.submit {
        await withCheckedContinuation { continuation in
          DispatchQueue.global().asyncAfter(deadline: .now() + 60) { continuation.resume() }
        }
      }
    default:
      try scheduler.submit { try await Task.sleep(for: .seconds(60)) }
    }
  }

  private static func observe(_ scheduler: Scheduler) {
    scheduler.onStop { _, _ in report("on_stop") }
    scheduler.onFinishing { _, _ in report("on_finishing") }
    scheduler.onFinished { _, _ in report("on_finished") }
    scheduler.onFutureCancelled { _, _ in report("on_future_cancelled") }
    scheduler.onFutureDone { _, _ in report("on_future_done") }
  }

  /// Prints a line at once.
  private static func report(_ line: String) {
    FileHandle.standardOutput.write(Data("\(line)\n".utf8))
  }
}
