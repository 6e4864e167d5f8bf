/// A backend that runs work as concurrent Swift tasks in this process.
///
/// Cancelling is cooperative, as everywhere in Swift: work that does not look whether it was
/// cancelled goes on to its end, and a run that does not wait for results waits for that.
public struct ConcurrentBackend: ComputeBackend {
  /// What it is called in descriptions.
  public let name = "concurrent"
  /// How many pieces of work go on at once.
  public let width: Int

  /// Makes a pool.
  ///
  /// - Throws: ``SchedulerError/invalidWidth(_:)`` for fewer than one worker.
  public init(width: Int) throws(SchedulerError) {
    guard width >= 1 else { throw .invalidWidth(width) }
    self.width = width
  }

  /// Does the work in the calling task, on Swift's own threads.
  public nonisolated(nonsending) func perform(_ work: ComputeWork) async throws -> any Sendable {
    try work.refuseProcessOptions(backend: name)
    return try await work.body()
  }
}

/// A backend that does one piece of work after the other, in the order of submission.
///
/// The events of a piece of work are over before the next piece begins.
public struct SequentialBackend: ComputeBackend {
  /// What it is called in descriptions.
  public let name = "sequential"
  /// One piece of work at once.
  public let width = 1

  /// Makes a backend.
  public init() {}

  /// Does the work in the calling task, on Swift's own threads.
  public nonisolated(nonsending) func perform(_ work: ComputeWork) async throws -> any Sendable {
    try work.refuseProcessOptions(backend: name)
    return try await work.body()
  }
}

extension ComputeWork {
  fileprivate func refuseProcessOptions(backend: String) throws(ComputeError) {
    if !options.isEmpty { throw .needsProcess(work: reference.name, backend: backend) }
  }
}

extension ComputeBackend where Self == ConcurrentBackend {
  /// Swift tasks in this process.
  ///
  /// - Throws: ``SchedulerError/invalidWidth(_:)`` for fewer than one worker.
  public static func concurrent(width: Int) throws(SchedulerError) -> ConcurrentBackend {
    try ConcurrentBackend(width: width)
  }
}

extension ComputeBackend where Self == SequentialBackend {
  /// One Swift task after the other, in this process.
  public static var sequential: SequentialBackend { SequentialBackend() }
}
