/// Where submitted work is done.
///
/// The scheduler starts at most ``width`` pieces at once, each in a task of its own.
public protocol ComputeBackend: Sendable {
  /// How many pieces of work go on at once; at least 1.
  var width: Int { get }

  /// Does one piece of work.
  ///
  /// - Throws: what the work throws. A backend whose worker dies throws for that work only.
  func perform(
    _ work: @escaping @Sendable () async throws -> any Sendable
  ) async throws -> any Sendable
}

/// A backend that runs work as concurrent Swift tasks in this process.
public struct ConcurrentBackend: ComputeBackend {
  /// How many pieces of work go on at once.
  public let width: Int

  /// Makes a pool.
  ///
  /// - Throws: ``SchedulerError/invalidWidth(_:)`` for fewer than one worker.
  public init(width: Int) throws(SchedulerError) {
    guard width >= 1 else { throw .invalidWidth(width) }
    self.width = width
  }

  /// Does the work in the calling task.
  public func perform(
    _ work: @escaping @Sendable () async throws -> any Sendable
  ) async throws -> any Sendable {
    try await work()
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
