import AutoMLScheduling
import Testing

extension BackendContract {
  static let ends: [BackendContract] = [
    BackendContract("Cancelled work that is under way ends at once") { backend in
      let scheduler = try backend.scheduler()
      let gate = try FileGate()
      let function = try backend.function(TestFunctions.hold)
      let (works, found) = AsyncStream.makeStream(of: SubmittedWork<Int>.self)
      scheduler.onStart { scheduler, _ in found.yield(try scheduler.submit(function, gate.visit()))
      }
      async let exit = scheduler.run(onCancelled: .continue)
      for await work in works {
        try await gate.begun()
        await work.cancel()
        await #expect(throws: CancellationError.self) { try await work.value }
        break
      }
      #expect(try await exit.code == .exhausted)
      #expect(scheduler.eventCounts[.futureCancelled] == 1)
      #expect(scheduler.eventCounts[.futureDone] == nil)
    },
    BackendContract("Cancelled work that waits never begins") { backend in
      let scheduler = try backend.scheduler(width: 1)
      let gate = try FileGate()
      let function = try backend.function(TestFunctions.hold)
      scheduler.onStart { scheduler, _ in
        try scheduler.submit(function, gate.visit(0))
        try scheduler.submit(function, gate.visit(1)).cancel(on: scheduler)
      }
      scheduler.onFutureCancelled { _, work in
        #expect(work.id == 1)
        try gate.open()
      }
      #expect(try await scheduler.run(onCancelled: .continue).code == .exhausted)
      #expect(!gate.hasBegun(1))
      #expect(scheduler.eventCounts[.futureResult] == 1)
    },
    BackendContract("A run that does not wait ends what is under way") { backend in
      let scheduler = try backend.scheduler()
      let gate = try FileGate()
      let function = try backend.function(TestFunctions.hold)
      scheduler.onStart { scheduler, _ in
        for number in 0..<3 { try scheduler.submit(function, gate.visit(number)) }
      }
      async let exit = scheduler.run(wait: false)
      try await gate.begun()
      await scheduler.stop()
      #expect(try await exit.code == .stopped)
      #expect(scheduler.eventCounts[.futureCancelled] == 3)
      #expect(await scheduler.isEmpty)
      #expect(await scheduler.executing == 0)
    },
    BackendContract("A run that waits does all that was submitted") { backend in
      let scheduler = try backend.scheduler()
      let gate = try FileGate()
      let function = try backend.function(TestFunctions.hold)
      let log = EventLog(scheduler)
      scheduler.onStart { scheduler, _ in
        for number in 0..<5 { try scheduler.submit(function, gate.visit(number)) }
      }
      scheduler.onFinishing { _, _ in try gate.open() }
      #expect(try await scheduler.run(timeout: .milliseconds(1)).code == .timeout)
      #expect(scheduler.eventCounts[.futureResult] == 5)
      #expect(log.names.last == "S.finished")
    },
    BackendContract("A second run works like the first") { backend in
      let scheduler = try backend.scheduler()
      let function = try backend.function(TestFunctions.double)
      scheduler.onStart { scheduler, _ in
        for number in 0..<4 { try scheduler.submit(function, number) }
      }
      for run in 1...3 {
        #expect(try await scheduler.run().code == .exhausted)
        #expect(scheduler.eventCounts[.futureResult] == 4 * run)
      }
    },
  ]
}
