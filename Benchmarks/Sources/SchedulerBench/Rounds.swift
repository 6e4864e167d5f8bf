import AutoMLScheduling
import Foundation
import Synchronization

/// One way to do no-op tasks, and how fast it did them.
struct Rate {
  let tasks: Int
  let seconds: Double
  var perSecond: Double { Double(tasks) / seconds }
}

func seconds(_ duration: Duration) -> Double {
  Double(duration.components.seconds) + Double(duration.components.attoseconds) * 1e-18
}

/// The middle one of some figures.
func median(_ figures: [Double]) -> Double { figures.sorted()[figures.count / 2] }

/// The scheduler over a backend: a window of submissions that every result refills.
///
/// The first results, as many as the window is wide, come before the clock starts: a pool starts
/// its workers for them.
func scheduled(
  _ backend: any ComputeBackend, _ function: Function<Int, Int>, tasks: Int, window: Int
) async throws -> Rate {
  let scheduler = Scheduler(backend: backend)
  let task = try scheduler.task(function)
  let progress = Mutex((results: 0, start: ContinuousClock.now, end: ContinuousClock.now))
  scheduler.onStart { _ in
    for _ in 0..<window { try task.submit(0) }
  }
  task.onResult { _, _ in
    let results = progress.withLock { progress in
      progress.results += 1
      if progress.results == window { progress.start = .now }
      if progress.results == tasks + window { progress.end = .now }
      return progress.results
    }
    if results <= tasks { try task.submit(0) }
  }
  try await scheduler.run()
  let (results, start, end) = progress.withLock { $0 }
  guard results == tasks + window else {
    throw BenchmarkFailure(what: "\(results) of \(tasks + window) tasks gave a result")
  }
  return Rate(tasks: tasks, seconds: seconds(end - start))
}

/// The backend alone: as many loops as it is wide, each performing one piece after the other
/// through `perform`.
func bare(
  _ backend: any ComputeBackend, _ function: Function<Int, Int>, tasks: Int
) async throws -> Rate {
  let caller = Caller(backend)
  try await backend.begin()
  try await withThrowingTaskGroup(of: Void.self) { group in
    for _ in 0..<backend.width { group.addTask { try await caller.perform(function, count: 1) } }
    try await group.waitForAll()
  }
  let start = ContinuousClock.now
  try await withThrowingTaskGroup(of: Void.self) { group in
    for _ in 0..<backend.width {
      group.addTask { try await caller.perform(function, count: tasks / backend.width) }
    }
    try await group.waitForAll()
  }
  let elapsed = ContinuousClock.now - start
  await backend.end()
  return Rate(tasks: tasks, seconds: seconds(elapsed))
}

/// Calls a backend from an actor of its own.
private actor Caller {
  private let backend: any ComputeBackend

  init(_ backend: any ComputeBackend) { self.backend = backend }

  func perform(_ function: Function<Int, Int>, count: Int) async throws {
    for number in 0..<count {
      _ = try await backend.perform(
        ComputeWork(
          reference: WorkReference(id: number, name: function.name),
          body: { try await function.body(0) }, call: function.call(0)))
    }
  }
}

struct BenchmarkFailure: Error, CustomStringConvertible {
  let what: String
  var description: String { what }
}
