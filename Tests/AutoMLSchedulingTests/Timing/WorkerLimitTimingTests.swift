import AutoMLScheduling
import AutoMLSchedulingTestKit
import Foundation
import Testing

@Suite("A wall limit of a worker's call", .measured, .serialized, .timeLimit(.minutes(5)))
struct WorkerLimitTimingTests {
  @Test("frees the slot as soon as the time is up, and takes the whole group")
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
}
