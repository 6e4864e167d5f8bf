import AutoMLScheduling
import Synchronization
import Testing

/// Collects what callbacks saw, in order.
final class Journal: Sendable {
  private let lines = Mutex<[String]>([])
  func note(_ line: String) { lines.withLock { $0.append(line) } }
  var entries: [String] { lines.withLock { $0 } }
}

struct Fault: Error, Equatable {}

@Suite("Scheduler")
struct SchedulerTests {
  func observed(_ scheduler: Scheduler, by journal: Journal) {
    scheduler.onStart { _, _ in journal.note("start") }
    scheduler.onEmpty { _, _ in journal.note("empty") }
    scheduler.onFutureSubmitted { _, _ in journal.note("submitted") }
    scheduler.onFutureDone { _, _ in journal.note("done") }
    scheduler.onFutureResult { _, _ in journal.note("result") }
    scheduler.onFutureException { _, _ in journal.note("exception") }
    scheduler.onFutureCancelled { _, _ in journal.note("cancelled") }
    scheduler.onStop { _, _ in journal.note("stop") }
    scheduler.onTimeout { _, _ in journal.note("timeout") }
    scheduler.onFinishing { _, _ in journal.note("finishing") }
    scheduler.onFinished { _, _ in journal.note("finished") }
  }

  @Test("Without work a run starts, is empty, and finishes")
  func nothingSubmitted() async throws {
    let journal = Journal()
    let scheduler = Scheduler(backend: try .concurrent(width: 1))
    observed(scheduler, by: journal)
    let exit = try await scheduler.run()
    #expect(exit.code == .exhausted)
    #expect(journal.entries == ["start", "empty", "finishing", "finished"])
  }

  @Test("The Collatz chain of the guide gives its values and counts")
  func collatz() async throws {
    let scheduler = Scheduler(backend: try .concurrent(width: 1))
    let values = Mutex<[Int]>([12])
    scheduler.onStart { scheduler, _ in
      _ = try scheduler.submit { Self.collatzStep(12) }
    }
    scheduler.onFutureResult { scheduler, result in
      guard let value = result.value as? Int else { return }
      values.withLock { $0.append(value) }
      if value != 1 { _ = try scheduler.submit { Self.collatzStep(value) } }
    }
    _ = try await scheduler.run()
    #expect(values.withLock { $0 } == [12, 6, 3, 10, 5, 16, 8, 4, 2, 1])
    let counts = scheduler.eventCounts
    #expect(counts[.futureSubmitted] == 9)
    #expect(counts[.futureResult] == 9)
    #expect(counts[.empty] == 1)
  }

  static func collatzStep(_ number: Int) -> Int {
    number.isMultiple(of: 2) ? number / 2 : 3 * number + 1
  }

  @Test("Work that throws raises after the run has ended in order")
  func raise() async throws {
    let journal = Journal()
    let scheduler = Scheduler(backend: try .concurrent(width: 1))
    observed(scheduler, by: journal)
    scheduler.onStart { scheduler, _ in
      _ = try scheduler.submit { throw Fault() }
    }
    await #expect(throws: Fault.self) { _ = try await scheduler.run() }
    #expect(
      journal.entries == [
        "start", "submitted", "done", "exception", "empty", "stop", "finishing", "finished",
      ])
  }

  @Test("Under 'continue' the run goes on, under 'end' it ends without throwing")
  func policies() async throws {
    for (policy, code) in [
      (ExceptionPolicy.continue, ExitState.Code.exhausted), (.end, .exception),
    ] {
      let scheduler = Scheduler(backend: try .concurrent(width: 1))
      scheduler.onStart { scheduler, _ in
        _ = try scheduler.submit { throw Fault() }
      }
      let exit = try await scheduler.run(onException: policy)
      #expect(exit.code == code)
    }
  }

  @Test("Stopping without waiting cancels what is under way")
  func stopWithoutWaiting() async throws {
    let journal = Journal()
    let scheduler = Scheduler(backend: try .concurrent(width: 1))
    observed(scheduler, by: journal)
    scheduler.onStart { scheduler, _ in
      _ = try scheduler.submit { try await Task.sleep(for: .seconds(3600)) }
    }
    scheduler.onFutureSubmitted { scheduler, _ in scheduler.stop() }
    let exit = try await scheduler.run(wait: false)
    #expect(exit.code == .stopped)
    #expect(
      journal.entries == ["start", "submitted", "stop", "finishing", "cancelled", "finished"])
  }

  @Test("Stopping with waiting delivers results before finished")
  func stopWithWaiting() async throws {
    let journal = Journal()
    let scheduler = Scheduler(backend: try .concurrent(width: 1))
    observed(scheduler, by: journal)
    scheduler.onStart { scheduler, _ in _ = try scheduler.submit { 1 } }
    scheduler.onFutureSubmitted { scheduler, _ in scheduler.stop() }
    _ = try await scheduler.run()
    #expect(
      journal.entries == [
        "start", "submitted", "stop", "finishing", "done", "result", "finished",
      ])
  }

  @Test("A refill in on_empty keeps the run going")
  func refill() async throws {
    let left = Mutex(3)
    let scheduler = Scheduler(backend: try .concurrent(width: 2))
    scheduler.onEmpty { scheduler, _ in
      let goesOn = left.withLock { left in
        left -= 1
        return left >= 0
      }
      if goesOn { _ = try scheduler.submit { 1 } }
    }
    let exit = try await scheduler.run()
    #expect(exit.code == .exhausted)
    #expect(scheduler.eventCounts[.futureResult] == 3)
  }

  @Test("No more work goes on at once than the backend is wide", arguments: [1, 3])
  func width(width: Int) async throws {
    let gauge = Mutex((now: 0, most: 0))
    let scheduler = Scheduler(backend: try .concurrent(width: width))
    scheduler.onStart { scheduler, _ in
      for _ in 0..<20 {
        _ = try scheduler.submit {
          gauge.withLock { $0 = ($0.now + 1, max($0.most, $0.now + 1)) }
          await Task.yield()
          gauge.withLock { $0.now -= 1 }
        }
      }
    }
    _ = try await scheduler.run()
    #expect(gauge.withLock { $0.most } <= width)
    #expect(scheduler.eventCounts[.futureResult] == 20)
  }

  @Test("Submitting outside a run is refused, a second run works")
  func submitOutside() async throws {
    let scheduler = Scheduler(backend: try .concurrent(width: 1))
    await #expect(throws: SchedulerError.notRunning) { _ = try await scheduler.submit { 1 } }
    _ = try await scheduler.run()
    scheduler.onStart { scheduler, _ in _ = try scheduler.submit { 1 } }
    _ = try await scheduler.run()
    #expect(scheduler.eventCounts[.futureResult] == 1)
  }

  @Test("After a stop no work is accepted, and a second stop changes nothing")
  func submitAfterStop() async throws {
    let journal = Journal()
    let scheduler = Scheduler(backend: try .concurrent(width: 1))
    observed(scheduler, by: journal)
    scheduler.onStart { scheduler, _ in
      scheduler.stop()
      scheduler.stop()
      #expect(throws: SchedulerError.notRunning) { _ = try scheduler.submit { 1 } }
    }
    #expect(try await scheduler.run().code == .stopped)
    #expect(journal.entries == ["start", "stop", "finishing", "finished"])
  }

  @Test("A submitted value can be awaited")
  func value() async throws {
    let scheduler = Scheduler(backend: try .concurrent(width: 1))
    let (works, found) = AsyncStream.makeStream(of: SubmittedWork<Int>.self)
    scheduler.onStart { scheduler, _ in found.yield(try scheduler.submit { 42 }) }
    async let exit = scheduler.run()
    for await work in works {
      #expect(try await work.value == 42)
      break
    }
    #expect(try await exit.code == .exhausted)
  }

  @Test("A pool without workers is refused", arguments: [0, -1])
  func invalidWidth(width: Int) {
    #expect(throws: SchedulerError.invalidWidth(width)) { try ConcurrentBackend(width: width) }
  }
}
