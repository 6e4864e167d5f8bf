import AutoMLScheduling
import AutoMLSchedulingTestKit
import Foundation
import Testing

@Suite("Limits of a worker's calls", .timeLimit(.minutes(5)))
struct WorkerLimitTests {
  func options(_ limits: ProcessLimits) -> ProcessOptions {
    var options = ProcessOptions()
    options.limits = limits
    return options
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
