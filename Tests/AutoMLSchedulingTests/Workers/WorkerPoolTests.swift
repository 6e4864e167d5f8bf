import AutoMLScheduling
import AutoMLSchedulingTestKit
import Foundation
import Testing

@Suite("A pool of workers", .timeLimit(.minutes(5)))
struct WorkerPoolTests {
  @Test("has one process answer many calls")
  func longLived() async throws {
    try await PoolFixture.with { fixture async throws in
      let first = try await fixture.worker()
      for _ in 0..<5 { #expect(try await fixture.worker() == first) }
      #expect(fixture.processes == [first])
    }
  }

  @Test("starts a process a call when asked to")
  func processPerCall() async throws {
    try await PoolFixture.with(callsPerWorker: 1) { fixture async throws in
      var workers: Set<Int> = []
      for _ in 0..<5 { workers.insert(try await fixture.worker()) }
      #expect(workers.count == 5)
    }
  }

  @Test("replaces a worker after so many calls")
  func callsPerWorker() async throws {
    try await PoolFixture.with(callsPerWorker: 2) { fixture async throws in
      var workers: [Int] = []
      for _ in 0..<4 { workers.append(try await fixture.worker()) }
      #expect(workers[0] == workers[1] && workers[2] == workers[3] && workers[0] != workers[2])
    }
  }

  @Test("loses only the call of a worker that is killed, and replaces the worker")
  func killed() async throws {
    try await PoolFixture.with(width: 2) { fixture async throws in
      async let other = fixture.call(TestFunctions.sleep, 0.1)
      let died = ComputeError.workerDied(work: "die", "signal 9")
      await #expect(throws: died) { _ = try await fixture.call(TestFunctions.die, 9) }
      #expect(try await other == 0.1)
      let begun = fixture.processes
      #expect(begun.count == 1)
      async let third = fixture.call(TestFunctions.sleep, 0.1)
      async let fourth = fixture.call(TestFunctions.sleep, 0.1)
      #expect(try await (third, fourth) == (0.1, 0.1))
      #expect(fixture.processes.count == 2)
      #expect(Set(begun).isSubset(of: fixture.processes))
    }
  }

  @Test("does a call again that a worker had not seen when it was killed at rest")
  func killedAtRest() async throws {
    try await PoolFixture.with { fixture async throws in
      for round in 0..<20 {
        let worker = try await fixture.worker()
        kill(pid_t(worker), SIGSTOP)
        try #require(try await ProcessSearch.becomesTrue { Self.isStopped(worker) })
        async let answer = fixture.call(TestFunctions.double, 21)
        // At moments before and after the call is written; the answer is the same.
        try await Task.sleep(for: .microseconds(100 * round))
        kill(pid_t(worker), SIGKILL)
        #expect(try await answer == 42)
      }
    }
  }

  /// Whether every thread of a process has stopped.
  private static func isStopped(_ process: Int) -> Bool {
    let folder = "/proc/\(process)/task"
    let threads = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return threads.allSatisfy { thread in
      let status = FileManager.default.contents(atPath: "\(folder)/\(thread)/stat") ?? Data()
      return String(decoding: status, as: UTF8.self).contains(") T ")
    }
  }

  @Test("never has more processes than its width and as many that end")
  func bounded() async throws {
    // Workers that ignore the end of their input and SIGTERM.
    let script = """
      trap '' TERM
      while read line; do
        id=${line#*:}
        echo "{\\"id\\":${id%%,*},\\"result\\":1}"
      done
      while :; do sleep 1; done
      """
    try await PoolFixture.with(script: script, width: 2) { fixture async throws in
      for index in 0..<8 {
        var options = ProcessOptions()
        options.environment = ["INDEX": "\(index)"]
        #expect(try await fixture.call(TestFunctions.echo, 1, options: options) == 1)
        // Each has a program of its own that sleeps.
        #expect(fixture.processes.count <= 8)
      }
    }
  }

  @Test("lets calls beyond its width wait")
  func overfull() async throws {
    try await PoolFixture.with(width: 2) { fixture async throws in
      let results = try await withThrowingTaskGroup(of: Int.self) { group in
        for number in 0..<20 {
          group.addTask { try await fixture.call(TestFunctions.double, number) }
        }
        return try await group.reduce(into: Set<Int>()) { $0.insert($1) }
      }
      #expect(results == Set((0..<20).map { 2 * $0 }))
      #expect(fixture.processes.count == 2)
    }
  }

  @Test("gives a task's variables to a worker that has them")
  func variables() async throws {
    try await PoolFixture.with(width: 1) { fixture async throws in
      var options = ProcessOptions()
      for threads in ["1", "4", "4"] {
        options.environment = ["OMP_NUM_THREADS": threads]
        let value = try await fixture.call(
          ProbeFunctions.variable, "OMP_NUM_THREADS", options: options)
        #expect(value == threads)
      }
      #expect(try await fixture.call(ProbeFunctions.variable, "POOL_TEST_NOTHING") == "")
    }
  }

  @Test("ends the worker of a cancelled call, and the next call works")
  func cancellation() async throws {
    try await PoolFixture.with { fixture async throws in
      let call = Task { try await fixture.call(TestFunctions.sleep, 60) }
      call.cancel()
      await #expect(throws: CancellationError.self) { _ = try await call.value }
      #expect(try await fixture.call(TestFunctions.double, 4) == 8)
    }
  }

  @Test("ends the worker of a call that is cancelled half-way")
  func cancelledAtWork() async throws {
    try await PoolFixture.with { fixture async throws in
      for _ in 0..<5 {
        let gate = try FileGate()
        let call = Task { try await fixture.call(TestFunctions.hold, gate.visit(1)) }
        try await gate.begun(1)
        call.cancel()
        await #expect(throws: CancellationError.self) { _ = try await call.value }
        #expect(try await fixture.call(TestFunctions.double, 4) == 8)
      }
    }
  }

  @Test("works again after its end")
  func again() async throws {
    try await PoolFixture.with { fixture async throws in
      let first = try await fixture.worker()
      await fixture.pool.end()
      #expect(fixture.processes.isEmpty)
      #expect(try await fixture.worker() != first)
    }
  }

  @Test("ends workers that ignore the end of their input and SIGTERM")
  func stubborn() async throws {
    let script = """
      trap '' TERM
      read line; echo '{"id":0,"result":1}'; while :; do sleep 1; done
      """
    try await PoolFixture.with(script: script) { fixture async throws in
      #expect(try await fixture.call(TestFunctions.echo, 1) == 1)
      let duration = await ContinuousClock().measure { await fixture.pool.end() }
      #expect(duration < .seconds(10))
    }
  }

  @Test("ends its workers and its thread when it is dropped without an end")
  func dropped() async throws {
    let mark = UUID().uuidString
    do {
      let pool = try WorkerPool(
        width: 1, command: [ProbeTests.program, "serve"],
        environment: ["POOL_TEST_MARK": mark])
      let function = TestFunctions.double
      let work = ComputeWork(
        reference: WorkReference(id: 0, name: "double"), body: { 0 }, call: function.call(2))
      #expect(try await pool.perform(work) as? Int == 4)
    }
    #expect(try await ProcessSearch.isGone(mark, in: .environment))
  }

  @Test("fails the call when its program is not there, without losing descriptors")
  func missingProgram() async throws {
    try await PoolFixture.with(command: ["/no/such/program"]) { fixture async throws in
      for _ in 0..<3 {
        let error = await #expect(throws: ProcessLaunchError.self) {
          _ = try await fixture.worker()
        }
        #expect(error?.executable == "/no/such/program")
      }
    }
  }

  @Test("leaves SIGPIPE as it is")
  func brokenPipes() async throws {
    var before = sigaction()
    sigaction(SIGPIPE, nil, &before)
    try await PoolFixture.with { _ = try await $0.worker() }
    var after = sigaction()
    sigaction(SIGPIPE, nil, &after)
    #expect(
      unsafeBitCast(before.__sigaction_handler.sa_handler, to: Int.self)
        == unsafeBitCast(after.__sigaction_handler.sa_handler, to: Int.self))
  }

  @Test(
    "refuses widths, words and counts that make no sense",
    arguments: [
      (0, ["x"], nil, SchedulerError.invalidWidth(0)), (1, [], nil, .emptyCommand),
      (1, ["x"], 0, .invalidLimit("callsPerWorker", "0")),
    ] as [(Int, [String], Int?, SchedulerError)])
  func misuse(width: Int, command: [String], calls: Int?, error: SchedulerError) {
    #expect(throws: error) {
      _ = try WorkerPool(width: width, command: command, callsPerWorker: calls)
    }
  }

  @Test("serves one scheduler at a time, and says so")
  func oneScheduler() async throws {
    try await PoolFixture.with { fixture async throws in
      let first = Scheduler(backend: fixture.pool)
      let second = Scheduler(backend: fixture.pool)
      let refusal = Sightings<SchedulerError>()
      let (tried, isTried) = AsyncStream.makeStream(of: Void.self)
      first.onStart { _, _ in
        Task {
          do { try await second.run() } catch let error as SchedulerError { refusal.add(error) }
          isTried.finish()
        }
      }
      async let run = first.run(endOnEmpty: false)
      for await _ in tried {}
      await first.stop()
      _ = try await run
      #expect(refusal.all == [.backendInUse("workers")])
      second.onStart { scheduler, _ in try scheduler.submit(TestFunctions.double, 2) }
      #expect(try await second.run().code == .exhausted)
    }
  }
}
