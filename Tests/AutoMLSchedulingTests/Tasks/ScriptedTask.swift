import AutoMLScheduling
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
