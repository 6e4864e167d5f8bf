import AutoMLSchedulingTestKit
import Testing

@testable import AutoMLScheduling

@Suite("The queue monitor")
struct QueueMonitorTests {
  /// Runs work that is re-fed, so that the queue never holds more than `fed` pieces.
  private func monitored(
    on backend: BackendUnderTest = .concurrent, width: Int, fed: Int, limit: Int? = nil
  ) async throws -> QueueMonitor {
    let scheduler = try backend.scheduler(width: width)
    let function = try backend.function(TestFunctions.echo)
    scheduler.onStart { scheduler in
      for number in 0..<fed { try scheduler.submit(function, number) }
    }
    try scheduler.onFutureResult(maxCalls: 20) { scheduler, _ in
      try scheduler.submit(function, 1)
    }
    let monitor = try QueueMonitor(scheduler, limit: limit)
    try await scheduler.run()
    return monitor
  }

  @Test("keeps the sums that the toolkit's keeps", arguments: Backends.all, [1, 2, 4])
  func sums(_ backend: BackendUnderTest, wished: Int) async throws {
    let width = min(wished, backend.maxWidth)
    let monitor = try await monitored(on: backend, width: width, fed: width)
    let records = monitor.records
    // Submitted and done, begun one by one or together, and three for the run.
    #expect((2 * (20 + width) + 4...3 * (20 + width) + 3).contains(records.count))
    #expect(monitor.workers == width)
    for (record, idle) in zip(records, monitor.idle()) {
      #expect(record.queueSize <= width)
      #expect(record.queueSize + idle == width)
      #expect(record.queued + record.finished + record.cancelled == record.queueSize)
      #expect(record.waiting + record.executing == record.queueSize)
    }
    #expect(zip(records, records.dropFirst()).allSatisfy { $0.time <= $1.time })
    #expect(records.last?.queueSize == 0)
    #expect(monitor.idle(workers: 9).last == 9)
  }

  @Test("counts work that waits as less than no idle worker", arguments: Backends.all)
  func waiting(_ backend: BackendUnderTest) async throws {
    let monitor = try await monitored(on: backend, width: 1, fed: 3)
    #expect(monitor.idle().min() == -2)
    #expect(monitor.records.map(\.waiting).max() == 3)
    #expect(monitor.records.map(\.executing).max() == 1)
    // The moment after the first step: one is being done, two wait.
    #expect(monitor.records.contains { $0.waiting == 2 && $0.executing == 1 })
  }

  @Test("keeps the newest records under a limit")
  func limit() async throws {
    let monitor = try await monitored(width: 2, fed: 2, limit: 5)
    #expect(monitor.records.count == 5)
    #expect(monitor.dropped > 2 * 22 - 5)
    #expect(monitor.records.last?.queueSize == 0)
    #expect(throws: SchedulerError.invalidLimit("limit", "0")) {
      try QueueMonitor(Scheduler(backend: .sequential), limit: 0)
    }
  }

  @Test("counts work under way that was cancelled until it has ended")
  func cancelled() async throws {
    let scheduler = Scheduler(backend: try .concurrent(width: 1))
    let gate = try FileGate()
    let (works, begun) = AsyncStream.makeStream(of: SubmittedWork<Int>.self)
    scheduler.onStart { scheduler in
      begun.yield(try scheduler.submit(TestFunctions.hold, gate.visit()))
      try scheduler.submit { try await Task.sleep(for: .seconds(3600)) }
    }
    let monitor = try QueueMonitor(scheduler)
    async let run = scheduler.run(wait: false, onCancelled: .continue)
    for await work in works {
      await scheduler.cancelAndSubmit(work)
      break
    }
    await scheduler.stop()
    _ = try await run
    let record = try #require(monitor.records.first { $0.cancelled > 0 })
    #expect(record.cancelled == 1)
    #expect(record.queued == record.queueSize - 1)
    #expect(monitor.records.last?.cancelled == 0)
    #expect(monitor.records.last?.queueSize == 0)
  }

  @Test("has times that never go back, also where the clock does", arguments: Backends.all)
  func monotonic(_ backend: BackendUnderTest) async throws {
    let clock = ManualClock()
    let scheduler = try backend.scheduler()
    let function = try backend.function(TestFunctions.echo)
    let monitor = try QueueMonitor(scheduler, clock: clock)
    scheduler.onStart { scheduler in
      clock.advance(by: .seconds(2))
      try scheduler.submit(function, 1)
      clock.advance(by: .seconds(-1))
    }
    try await scheduler.run()
    let times = monitor.records.map(\.time)
    #expect(times.prefix(2) == [0, 2_000_000_000])
    #expect(times.count >= 5)
    #expect(times.dropFirst().allSatisfy { $0 == 2_000_000_000 }, "\(times)")
  }

  @Test("measures nanoseconds from its first record")
  func time() async throws {
    let clock = ManualClock()
    let scheduler = Scheduler(backend: .sequential)
    let monitor = try QueueMonitor(scheduler, clock: clock)
    scheduler.onEmpty { _ in clock.advance(by: .milliseconds(3)) }
    clock.advance(by: .seconds(9))
    try await scheduler.run()
    #expect(monitor.records.map(\.time) == [0, 3_000_000, 3_000_000])
    #expect(
      monitor.csv() == """
        time,queue_size,queued,finished,cancelled,waiting,executing,idle
        0,0,0,0,0,0,0,1
        3000000,0,0,0,0,0,0,1
        3000000,0,0,0,0,0,0,1

        """)
  }
}

extension Scheduler {
  /// Cancels work that is under way and submits more, without letting the cancelled work end.
  fileprivate func cancelAndSubmit(_ work: SubmittedWork<Int>) {
    work.cancel(on: self)
    _ = try? submit { 1 }
  }
}
