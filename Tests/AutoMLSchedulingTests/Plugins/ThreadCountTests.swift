import AutoMLScheduling
import AutoMLSchedulingTestKit
import Testing

@Suite("Thread count", .timeLimit(.minutes(5)))
struct ThreadCountTests {
  static let variables = [
    "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS", "BLIS_NUM_THREADS",
  ]

  @Test("Each numeric library's variable is set for a command", arguments: variables)
  func command(variable: String) async throws {
    let task = try ScriptedTask<Int, String>(
      sh: #"printf '"%s"' "$\#(variable)""#, on: .subprocess(width: 1), plugins: [ThreadCount(3)])
    #expect(try await task.value(1) == "3")
  }

  @Test("Each numeric library's variable is set for a worker")
  func worker() async throws {
    let scheduler = try BackendUnderTest.workers.scheduler(width: 1)
    let task = try scheduler.task(ProbeFunctions.variable, plugins: [ThreadCount(3)])
    let values = Sightings<String>()
    task.onResult { _, result in values.add(result.value) }
    scheduler.onStart { scheduler, _ in
      for variable in Self.variables { _ = try task.submit(variable, on: scheduler) }
    }
    try await scheduler.run()
    #expect(values.all == Self.variables.map { _ in "3" })
  }

  @Test("A count below 1 is refused", arguments: [0, -1])
  func misuse(count: Int) {
    #expect(throws: SchedulerError.invalidLimit("threads", "\(count)")) { try ThreadCount(count) }
  }
}
