import AutoMLScheduling
import AutoMLSchedulingTestKit
import Foundation
import Testing

@Suite("Limits of a worker's calls", .timeLimit(.minutes(2)))
struct WorkerLimitTests {
  func options(_ limits: ProcessLimits) -> ProcessOptions {
    var options = ProcessOptions()
    options.limits = limits
    return options
  }

  @Test("free the slot as soon as the time is up, and take the whole group")
  func wallTime() async throws {
    try await PoolFixture.with { fixture async throws in
      let scheduler = Scheduler(backend: fixture.pool)
      let limit = Duration.milliseconds(200)
      let task = try scheduler.task(
        TestFunctions.sleep, plugins: [ResourceLimits(wallTime: limit)])
      let errors = Sightings<String>()
      let begun = Sightings<ContinuousClock.Instant>()
      let ended = Sightings<ContinuousClock.Instant>()
      task.onException { scheduler, failure in
        ended.add(.now)
        errors.add("\(failure.error)")
      }
      // A worker that is there already: starting one is not what is measured.
      scheduler.onStart { scheduler, _ in try scheduler.submit(TestFunctions.double, 1) }
      let results = Sightings<Int>()
      scheduler.onFutureResult { scheduler, result in
        results.add(result.value as? Int ?? -1)
        guard results.count == 1 else { return }
        begun.add(.now)
        try task.submit(10, on: scheduler)
        try scheduler.submit(TestFunctions.double, 2)
      }
      try await scheduler.run(onException: .continue)
      #expect(errors.all == [LimitExceeded.wallTime(limit).description])
      #expect(results.all == [2, 4])
      let took = try #require(ended.all.first) - #require(begun.all.first)
      #expect(took >= limit && took < .milliseconds(400), "\(took)")
    }
  }

  @Test("of time leave a worker alone that has answered")
  func notLate() async throws {
    try await PoolFixture.with { fixture async throws in
      let worker = try await fixture.worker()
      for _ in 0..<50 {
        _ = try await fixture.call(
          TestFunctions.double, 1, options: options(ProcessLimits(wallTime: .milliseconds(300))))
      }
      _ = try await fixture.call(TestFunctions.sleep, 0.4)
      #expect(try await fixture.worker() == worker)
    }
  }

  @Test("of memory hold")
  func memory() async throws {
    try await PoolFixture.with { fixture async throws in
      let limit = 150 << 20
      await #expect(throws: LimitExceeded.memory(limit)) {
        _ = try await fixture.call(
          TestFunctions.allocate, 400, options: options(ProcessLimits(memory: limit)))
      }
      #expect(try await fixture.call(TestFunctions.double, 1) == 2)
    }
  }

  @Test("of processor time are counted for each call, not over the worker's life")
  func processorTime() async throws {
    try await PoolFixture.with { fixture async throws in
      let limits = options(ProcessLimits(cpuTime: .milliseconds(400)))
      let worker = try await fixture.worker()
      for _ in 0..<4 { _ = try await fixture.call(TestFunctions.spin, 200, options: limits) }
      #expect(try await fixture.worker() == worker)
      await #expect(throws: LimitExceeded.cpuTime(.milliseconds(400))) {
        _ = try await fixture.call(TestFunctions.spin, 5000, options: limits)
      }
    }
  }
}
