import AutoMLScheduling
import AutoMLSchedulingTestKit
import Foundation
import Testing

@Suite("Calls of workers", .timeLimit(.minutes(5)))
struct WorkerCallTests {
  @Test("tell an error by its type and message, from however far it comes")
  func errors() async throws {
    try await PoolFixture.with { fixture async throws in
      await #expect(throws: ComputeError.thrown(type: "TestFault", message: "no \"luck\"\n")) {
        _ = try await fixture.call(TestFunctions.fail, "no \"luck\"\n")
      }
      await #expect(throws: ComputeError.thrown(type: "FarFault", message: "far")) {
        _ = try await fixture.call(ProbeFunctions.relay, "far")
      }
      let unknown = await #expect(throws: ComputeError.self) {
        _ = try await fixture.call(ProbeFunctions.nobody, 1)
      }
      guard case .thrown("UnknownFunction", let message)? = unknown else {
        Issue.record("\(String(describing: unknown))")
        return
      }
      #expect(message.contains("'nobody'") && message.contains("double"))
      #expect(fixture.processes.count == 1)
    }
  }

  @Test("refuse what is not JSON before a worker is asked")
  func invalidInput() async throws {
    try await PoolFixture.with { fixture async throws in
      let error = await #expect(throws: ComputeError.self) {
        _ = try await fixture.call(TestFunctions.fraction, .nan)
      }
      guard case .invalidInput(work: "fraction", _)? = error else {
        Issue.record("\(String(describing: error))")
        return
      }
      #expect(fixture.processes.isEmpty)
      #expect(try await fixture.call(TestFunctions.fraction, 0.1) == 0.1)
    }
  }

  @Test("refuse closures, which are in this process only")
  func closures() async throws {
    try await PoolFixture.with { fixture async throws in
      let scheduler = Scheduler(backend: fixture.pool)
      let failures = Sightings<String>()
      scheduler.onFutureException { _, failure in failures.add("\(failure.error)") }
      scheduler.onStart { scheduler, _ in _ = try scheduler.submit("mine") { 1 } }
      try await scheduler.run(onException: .continue)
      let error = ComputeError.notPortable(work: "mine", backend: "workers")
      #expect(failures.all == [error.description])
    }
  }

  @Test("tell what was printed with the work that printed it")
  func output() async throws {
    try await PoolFixture.with { fixture async throws in
      for number in 0..<50 {
        _ = try await fixture.call(ProbeFunctions.print, "hello \(number)", as: "w\(number)")
      }
      for number in 0..<50 {
        #expect(fixture.printed.text(at: "w\(number)") == "hello \(number)\n")
      }
    }
  }

  @Test("keep requests and answers from programs that a function starts")
  func inherited() async throws {
    try await PoolFixture.with { fixture async throws in
      // Only the pipe that the program prints to, and standard error.
      #expect(try await fixture.call(ProbeFunctions.inherited, 1) == "2\n")
      #expect(try await fixture.call(TestFunctions.double, 1) == 2)
    }
  }

  @Test("are all answered, however many they are")
  func many() async throws {
    try await PoolFixture.with(width: 2) { fixture async throws in
      let scheduler = Scheduler(backend: fixture.pool)
      let count = 20_000
      let results = Sightings<Int>()
      scheduler.onFutureResult { _, result in
        guard let value = result.value as? Int else { return }
        results.add(value)
      }
      scheduler.onStart { scheduler, _ in
        for number in 0..<count { try scheduler.submit(TestFunctions.echo, number) }
      }
      try await scheduler.run()
      #expect(results.all.sorted() == Array(0..<count))
    }
  }

  @Test("end in the order of submission on one worker")
  func order() async throws {
    try await PoolFixture.with { fixture async throws in
      let scheduler = Scheduler(backend: fixture.pool)
      let results = Sightings<Int>()
      scheduler.onFutureResult { _, result in results.add(result.value as? Int ?? -1) }
      scheduler.onStart { scheduler, _ in
        for number in 0..<20_000 { try scheduler.submit(TestFunctions.echo, number) }
      }
      try await scheduler.run()
      #expect(results.all == Array(0..<20_000))
    }
  }
}
