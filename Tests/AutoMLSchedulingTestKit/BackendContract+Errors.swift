import AutoMLScheduling
import Testing

extension BackendContract {
  static let errors: [BackendContract] = [
    BackendContract("An error keeps the name of its type and its message") { backend in
      let outcome = try await backend.outcome(of: TestFunctions.fail, ["no luck: at all"])
      let error = try #require(outcome.errors[0])
      #expect(error.isNamed("TestFault"))
      #expect(!error.isNamed("OtherFault"))
      #expect(error.tells("no luck: at all"))
      #expect(outcome.counts[.futureDone] == 1)
      #expect(outcome.counts[.futureResult] == nil || outcome.counts[.futureResult] == 0)
    },
    BackendContract("An error fails the work of one call only") { backend in
      let scheduler = try backend.scheduler()
      let good = try backend.function(TestFunctions.double)
      let bad = try backend.function(TestFunctions.fail)
      scheduler.onStart { scheduler, _ in
        for number in 0..<6 {
          if number.isMultiple(of: 2) {
            try scheduler.submit(good, number)
          } else {
            try scheduler.submit(bad, "\(number)")
          }
        }
      }
      #expect(try await scheduler.run(onException: .continue).code == .exhausted)
      #expect(scheduler.eventCounts[.futureResult] == 3)
      #expect(scheduler.eventCounts[.futureException] == 3)
    },
    BackendContract("An error is thrown by a run that is to raise it") { backend in
      do {
        _ = try await backend.outcome(of: TestFunctions.failOtherwise, ["x"], onException: .raise)
        Issue.record("nothing was thrown")
      } catch {
        #expect(error.isNamed("OtherFault"))
      }
    },
    BackendContract("A worker that dies fails its own work only", of: .otherProcesses) { backend in
      let scheduler = try backend.scheduler()
      let gate = try FileGate()
      let hold = try backend.function(TestFunctions.hold)
      let die = try backend.function(TestFunctions.die)
      let double = try backend.function(TestFunctions.double)
      let failures = Sightings<any Error>()
      let values = Sightings<Int>()
      scheduler.onStart { scheduler, _ in
        try scheduler.submit(hold, gate.visit(1))
        try scheduler.submit(die, 9)
        try scheduler.submit(double, 5)
      }
      scheduler.onFutureException { scheduler, failure in
        failures.add(failure.error)
        try scheduler.submit(double, 6)
        try gate.open()
      }
      scheduler.onFutureResult { _, result in values.add(result.value as? Int ?? -1) }
      #expect(try await scheduler.run(onException: .continue).code == .exhausted)
      #expect(values.all.sorted() == [1, 10, 12])
      #expect(failures.count == 1)
      guard case .workerDied = failures.all.first as? ComputeError else {
        Issue.record("\(failures.all)")
        return
      }
    },
    BackendContract("An input that is not JSON fails the work", of: .otherProcesses) { backend in
      let outcome = try await backend.outcome(of: TestFunctions.fraction, [.nan, 0.5])
      #expect(outcome.values == [1: 0.5])
      guard case .invalidInput = outcome.errors[0] as? ComputeError else {
        Issue.record("\(outcome.errors)")
        return
      }
    },
    BackendContract("A closure cannot be sent to another process", of: .otherProcesses) { backend in
      let scheduler = try backend.scheduler()
      let failures = Sightings<any Error>()
      scheduler.onStart { scheduler, _ in _ = try scheduler.submit("closure") { 1 } }
      scheduler.onFutureException { _, failure in failures.add(failure.error) }
      #expect(try await scheduler.run(onException: .continue).code == .exhausted)
      guard case .notPortable("closure", _) = failures.all.first as? ComputeError else {
        Issue.record("\(failures.all)")
        return
      }
    },
  ]
}
