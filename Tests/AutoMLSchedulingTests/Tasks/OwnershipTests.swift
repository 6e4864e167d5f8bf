import AutoMLScheduling
import Testing

@Suite("Ownership")
struct OwnershipTests {
  @Test("A scheduler whose callbacks submit to its tasks is freed with its last user")
  func noCycle() async throws {
    weak var freed: Scheduler?
    do {
      let scheduler = Scheduler(backend: .sequential)
      let task = try scheduler.task("double") { (number: Int) in number * 2 }
      scheduler.onStart { _ in try task.submit(1) }
      try await scheduler.run()
      freed = scheduler
    }
    #expect(freed == nil)
  }
}
