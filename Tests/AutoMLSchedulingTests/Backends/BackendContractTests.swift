import AutoMLScheduling
import AutoMLSchedulingTestKit
import Testing

@Suite("Compute backends", .timeLimit(.minutes(3)))
struct BackendContractTests {
  @Test("keep their promises", arguments: BackendContract.promises(of: Backends.all))
  func promise(_ promise: BackendContract.Promise) async throws {
    try await promise.verify()
  }

  @Test("make no two promises of one name")
  func names() {
    let names = BackendContract.allCases.map(\.id)
    #expect(Set(names).count == names.count)
  }

  @Test("of other processes are asked for more than those of this one")
  func audiences() {
    let script = BackendUnderTest("script", place: .script(["/bin/false"])) { _ in
      SequentialBackend()
    }
    #expect(BackendContract.promises(of: [script]).count == BackendContract.allCases.count)
    #expect(BackendContract.promises(of: [.sequential]).count < BackendContract.allCases.count)
  }

  /// Plugins that ask for something of the process that does the work.
  static let wishes: [@Sendable () throws -> any TaskPlugin] = [
    { try ThreadCount(1) }, { try ResourceLimits(wallTime: .seconds(60)) },
    { try ResourceLimits(cpuTime: .seconds(60)) }, { try ResourceLimits(memory: 1 << 40) },
    { OutputFilter([.containing("warning", .drop)]) },
  ]

  @Test(
    "of this process refuse what a task's plugins ask of a process of its own",
    arguments: wishes.indices, Backends.inThisProcess)
  func plugins(_ wish: Int, _ backend: BackendUnderTest) async throws {
    let scheduler = try backend.scheduler()
    let task = try scheduler.task(TestFunctions.double, plugins: [try Self.wishes[wish]()])
    let refusal = ComputeError.needsProcess(work: "double", backend: scheduler.backend.name)
    scheduler.onStart { scheduler, _ in _ = try task.submit(1, on: scheduler) }
    await #expect(throws: refusal) { try await scheduler.run() }
    #expect(task.eventCounts["on-exception"] == 1)
  }

  @Test(
    "of this process refuse limits that need a process of their own",
    arguments: Backends.inThisProcess)
  func processOptions(_ backend: BackendUnderTest) async throws {
    var options = ProcessOptions()
    options.environment = ["OMP_NUM_THREADS": "1"]
    let work = ComputeWork(
      reference: WorkReference(id: 0, name: "bounded"), body: { 1 }, options: options)
    let compute = try backend.backend()
    await #expect(throws: ComputeError.needsProcess(work: "bounded", backend: compute.name)) {
      _ = try await compute.perform(work)
    }
  }

  @Test("that cannot begin keep the run from beginning, and the next run may")
  func begin() async throws {
    let backend = ReluctantBackend()
    let scheduler = Scheduler(backend: backend)
    let log = EventLog(scheduler)
    await #expect(throws: TestFault("no workers")) { try await scheduler.run() }
    #expect(log.names.isEmpty)
    #expect(await !scheduler.isRunning)
    backend.isReady.add(true)
    #expect(try await scheduler.run().code == .exhausted)
    #expect(log.line == "S.start S.empty S.finishing S.finished")
  }

  @Test("begin before the first event of a run and end before its last")
  func brackets() async throws {
    let backend = ReluctantBackend()
    backend.isReady.add(true)
    let scheduler = Scheduler(backend: backend)
    scheduler.onStart { _, _ in backend.calls.add("start") }
    scheduler.onFinishing { _, _ in backend.calls.add("finishing") }
    scheduler.onFinished { _, _ in backend.calls.add("finished") }
    for _ in 0..<2 { try await scheduler.run() }
    let once = ["begin", "start", "finishing", "end", "finished"]
    #expect(backend.calls.all == once + once)
  }
}

/// A backend that begins only once it is said to be ready.
private final class ReluctantBackend: ComputeBackend {
  let name = "reluctant"
  let width = 1
  let isReady = Sightings<Bool>()
  let calls = Sightings<String>()

  func begin() async throws {
    guard isReady.count > 0 else { throw TestFault("no workers") }
    calls.add("begin")
  }

  nonisolated(nonsending) func perform(_ work: ComputeWork) async throws -> any Sendable {
    try await work.body()
  }

  func end() async { calls.add("end") }
}
