import AutoMLScheduling
import AutoMLSchedulingTestKit
import Testing

@Suite("The order of events", .timeLimit(.minutes(5)))
struct OrderTests {
  @Test("is that of the table", arguments: OrderCase.all)
  func row(_ orderCase: OrderCase) async throws {
    let row = orderCase.row
    let scene = try Scene(orderCase.backend)
    try row.setUp(scene)
    let result: Result<ExitState, any Error>
    do {
      result = .success(try await scene.run(row.request))
    } catch {
      result = .failure(error)
    }
    switch (row.end, result) {
    case (.code(let code), .success(let exit)):
      #expect(exit.code == code)
      #expect(exit.error == nil)
    case (.codeAndError(let code, let name), .success(let exit)):
      #expect(exit.code == code)
      #expect(exit.error?.isNamed(name) == true)
    case (.raises(let name), .failure(let error)): #expect(error.isNamed(name))
    default: Issue.record("the run ended with \(result)")
    }
    #expect(scene.log.line == row.sequence)
    #expect(await scene.scheduler.isEmpty)
    #expect(await !scene.scheduler.isRunning)
  }

  @Test("has the scheduler's callbacks before the task's, each in their order of registration")
  func registration() async throws {
    let scene = try Scene(.sequential)
    let order = Sightings<String>()
    scene.task.onResult { _, _ in order.add("task 1") }
    scene.scheduler.onFutureResult { _, _ in order.add("scheduler 1") }
    scene.task.onResult { _, _ in order.add("task 2") }
    scene.scheduler.onFutureResult { _, _ in order.add("scheduler 2") }
    scene.atStart(scene.task, 1)
    try await scene.scheduler.run()
    #expect(order.all == ["scheduler 1", "scheduler 2", "task 1", "task 2"])
  }

  @Test("has ended work out of the scheduler's queue before it is out of the task's")
  func queues() async throws {
    let scene = try Scene(.concurrent)
    let task = scene.task
    let sizes = Sightings<[Int]>()
    scene.scheduler.onFutureSubmitted { scheduler, _ in
      sizes.add([scheduler.queue.count, task.queueSize])
    }
    task.onSubmitted { scheduler, _ in sizes.add([scheduler.queue.count, task.queueSize]) }
    scene.scheduler.onFutureDone { scheduler, _ in
      sizes.add([scheduler.queue.count, task.queueSize])
    }
    task.onDone { scheduler, _ in sizes.add([scheduler.queue.count, task.queueSize]) }
    scene.atStart(task, 1)
    try await scene.scheduler.run()
    #expect(sizes.all.map { $0[0] } == [1, 1, 0, 0])
    #expect(sizes.all.map { $0[1] } == [1, 1, 1, 0])
  }

  @Test("is the same for two schedulers side by side")
  func two() async throws {
    let scenes = [try Scene(.concurrent), try Scene(.sequential)]
    for scene in scenes { scene.atStart(scene.task, 3) }
    async let first = scenes[0].scheduler.run()
    async let second = scenes[1].scheduler.run()
    #expect(try await first.code == .exhausted)
    #expect(try await second.code == .exhausted)
    #expect(scenes[0].log.line == scenes[1].log.line)
  }

  @Test("holds for a chain of five thousand", arguments: Backends.inThisProcess)
  func longChain(_ backend: BackendUnderTest) async throws {
    let scheduler = try backend.scheduler(width: 1)
    let function = try backend.function(TestFunctions.echo)
    scheduler.onStart { scheduler, _ in _ = try scheduler.submit(function, 0) }
    scheduler.onFutureResult { scheduler, result in
      guard let number = result.value as? Int, number < 4_999 else { return }
      _ = try scheduler.submit(function, number + 1)
    }
    try await scheduler.run()
    #expect(scheduler.eventCounts[.futureResult] == 5_000)
  }
}
