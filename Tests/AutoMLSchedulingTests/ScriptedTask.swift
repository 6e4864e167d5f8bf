import AutoMLScheduling
import Foundation
import Synchronization

/// One task on a scheduler of its own, to be run with one input.
struct ScriptedTask<Input: Codable & Sendable, Output: Codable & Sendable> {
  let scheduler: Scheduler
  let task: ScheduledTask<Input, Output>

  init(
    _ function: Function<Input, Output>, on backend: any ComputeBackend,
    plugins: [any TaskPlugin] = []
  ) throws {
    scheduler = Scheduler(backend: backend)
    task = try scheduler.task(function, plugins: plugins)
  }

  /// A task whose work is a shell script.
  init(
    sh script: String, passing: FunctionCall.InputPassing = .standardInput,
    on backend: any ComputeBackend, plugins: [any TaskPlugin] = []
  ) throws {
    let function = try Function<Input, Output>(
      "script", command: ["/bin/sh", "-c", script] + (passing == .argument ? ["sh"] : []),
      passing: passing)
    try self.init(function, on: backend, plugins: plugins)
  }

  /// Runs the task with one input; errors of the work are only thrown here.
  func value(_ input: Input) async throws -> Output {
    let work = Mutex<SubmittedWork<Output>?>(nil)
    let task = task
    try scheduler.onStart(maxCalls: 1) { scheduler in
      let submitted = try task.submit(input, on: scheduler)
      work.withLock { $0 = submitted }
    }
    try await scheduler.run(onException: .continue, onCancelled: .continue)
    guard let work = work.withLock({ $0 }) else { throw CancellationError() }
    return try await work.value
  }
}

/// What was seen, in order.
final class Notes: Sendable {
  private let lines = Mutex<[String]>([])
  func add(_ line: String) { lines.withLock { $0.append(line) } }
  var all: [String] { lines.withLock { $0 } }
}

/// The numbers of the processes whose command line holds a text.
func processes(withCommandLineHolding text: String) -> [Int] {
  let numbers = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
  return numbers.compactMap(Int.init).filter { number in
    let line = FileManager.default.contents(atPath: "/proc/\(number)/cmdline") ?? Data()
    return String(decoding: line, as: UTF8.self).contains(text)
  }
}
