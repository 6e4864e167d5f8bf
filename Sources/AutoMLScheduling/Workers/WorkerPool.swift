import Foundation
import Synchronization

/// A backend of long-lived processes that compute functions by name.
///
/// A worker is started when it is first needed and gets one call after the other on its standard
/// input, as lines of JSON (docs/worker-protocol.md); ``FunctionServer`` is the other side in
/// Swift. A worker that dies fails the call it was at, and only that; the next call gets a new
/// one. A call that is cancelled or reaches a limit takes its worker with it. The workers end with
/// the run.
///
/// The scheduler runs on the pool's own thread, which waits for the workers. On that thread
/// SIGPIPE is blocked: writing to a pipe without a reader fails and does not end the process.
public final class WorkerPool: LoopBackend {
  /// What it is called in descriptions.
  public var name: String { Self.kind }
  static let kind = "workers"
  /// How many workers there are at most.
  public let width: Int
  let loop: EventLoop
  private let hub: WorkerHub
  private let isInUse = Mutex(false)

  /// Makes a pool.
  ///
  /// - Parameters:
  ///   - width: How many workers there are at most, beside those that are ending: as many again
  ///     at most. Calls beyond that wait.
  ///   - command: The program and its words; nothing passes through a shell.
  ///   - callsPerWorker: After how many calls a worker is replaced; nil for never, 1 for a
  ///     process a call.
  ///   - environment: The whole environment of the workers; that of this process by default.
  ///   - workingDirectory: The folder in which the workers start.
  ///   - gracePeriod: How long a worker may take to end before it gets SIGKILL.
  ///   - output: Receives what workers print beside their answers, and the work they were at, on
  ///     the pool's thread; goes to standard error by default.
  /// - Throws: ``SchedulerError``, and `POSIXError` when the process has no descriptors left.
  public init(
    width: Int, command: [String], callsPerWorker: Int? = nil,
    environment: [String: String]? = nil, workingDirectory: String? = nil,
    gracePeriod: Duration = .milliseconds(500),
    output: (@Sendable (ComputeWork?, [UInt8]) -> Void)? = nil
  ) throws {
    guard width >= 1 else { throw SchedulerError.invalidWidth(width) }
    guard !command.isEmpty else { throw SchedulerError.emptyCommand }
    if let callsPerWorker, callsPerWorker < 1 {
      throw SchedulerError.invalidLimit("callsPerWorker", "\(callsPerWorker)")
    }
    self.width = width
    loop = try EventLoop()
    hub = WorkerHub(
      WorkerPlan(
        width: width, words: command, callsPerWorker: callsPerWorker,
        environment: environment ?? ProcessInfo.processInfo.environment,
        workingDirectory: workingDirectory ?? FileManager.default.currentDirectoryPath,
        gracePeriod: gracePeriod, output: output), on: loop)
  }

  deinit {
    // Somebody may have used the pool without a scheduler and not ended it.
    Task { [hub] in await hub.end() }
  }

  /// Takes the pool for a run.
  ///
  /// - Throws: ``SchedulerError/backendInUse(_:)`` while another scheduler runs on it.
  public func begin() async throws {
    let isTaken = isInUse.withLock { isInUse in
      defer { isInUse = true }
      return isInUse
    }
    if isTaken { throw SchedulerError.backendInUse(name) }
  }

  /// Has a worker compute the function.
  ///
  /// A scheduler has the pool begin its work directly; this is for everybody else, and what the
  /// work says is heard by nobody.
  public nonisolated(nonsending) func perform(_ work: ComputeWork) async throws -> any Sendable {
    try await hub.compute(work)
  }

  /// Ends the workers.
  public func end() async {
    await hub.end()
    isInUse.withLock { $0 = false }
  }
}

extension ComputeBackend where Self == WorkerPool {
  /// Long-lived processes that compute functions by name; see ``WorkerPool``.
  ///
  /// - Throws: as the initializer.
  public static func workers(
    width: Int, command: [String], callsPerWorker: Int? = nil
  ) throws -> WorkerPool {
    try WorkerPool(width: width, command: command, callsPerWorker: callsPerWorker)
  }
}

extension WorkerPool {
  func start(_ work: ComputeWork, for scheduler: isolated Scheduler) {
    hub.onLoop(loop) { $0.start(work, for: .scheduler(scheduler)) }
  }

  func cancel(_ work: WorkReference, for scheduler: isolated Scheduler) {
    hub.onLoop(loop) { $0.cancel(work) }
  }
}

/// What all workers of a pool have in common.
struct WorkerPlan: Sendable {
  let width: Int
  let words: [String]
  let callsPerWorker: Int?
  let environment: [String: String]
  let workingDirectory: String
  let gracePeriod: Duration
  /// Receives what workers print; nil for standard error.
  let output: (@Sendable (ComputeWork?, [UInt8]) -> Void)?

  func command(adding variables: [String: String]) -> ProcessCommand {
    ProcessCommand(
      executable: words[0], arguments: Array(words.dropFirst()),
      environment: environment.merging(variables) { $1 }, workingDirectory: workingDirectory,
      gracePeriod: gracePeriod)
  }
}
