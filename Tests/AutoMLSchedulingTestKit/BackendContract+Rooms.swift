import AutoMLScheduling
import Testing

extension BackendContract {
  static let rooms: [BackendContract] = [
    BackendContract("As much work goes on at once as the backend is wide") { backend in
      let gate = try FileGate()
      let width = try backend.backend(width: 3).width
      #expect(width == min(3, backend.maxWidth))
      let outcome = try await backend.outcome(
        of: TestFunctions.meet,
        (0..<width).map { .init(folder: gate.folder, number: $0, count: width) }, width: 3)
      #expect(outcome.values.count == width)
    },
    BackendContract("No more work goes on at once than the backend is wide") { backend in
      for wished in [1, 2] {
        let gate = try FileGate()
        let outcome = try await backend.outcome(
          of: TestFunctions.census,
          (0..<12).map { .init(folder: gate.folder, number: $0, count: 0) }, width: wished)
        #expect(outcome.values.count == 12)
        #expect(outcome.values.values.allSatisfy { $0 <= wished }, "\(outcome.values)")
      }
    },
    BackendContract("Work begins in the order of submission") { backend in
      let scheduler = try backend.scheduler(width: 1)
      let function = try backend.function(TestFunctions.echo)
      let order = Sightings<Int>()
      scheduler.onStart { scheduler, _ in
        for number in 0..<10 { try scheduler.submit(function, number) }
      }
      scheduler.onFutureResult { _, result in order.add(result.work.id) }
      try await scheduler.run()
      #expect(order.all == Array(0..<10))
    },
  ]
}
