public import AutoMLTracking

/// One worker of a fixed list, as in the programming guide (`WorkerConfig`).
public struct WorkerConfiguration: Hashable, Sendable {
  /// What the worker is called.
  public let name: String
  /// The device numbers of the GPUs that its jobs use.
  public let gpus: [Int]

  /// Describes a worker.
  public init(_ name: String, gpus: [Int] = []) {
    self.name = name
    self.gpus = gpus
  }
}

/// Who runs the jobs.
public enum WorkerPlan: Hashable, Sendable {
  /// A fixed list; nothing is taken from the store.
  case fixed([WorkerConfiguration])
  /// So many at once, each job with resources taken from the store.
  case resources(parallel: Int, ResourceRequest)

  /// How many jobs run at once.
  public var count: Int {
    switch self {
    case .fixed(let workers): workers.count
    case .resources(let parallel, _): parallel
    }
  }

  /// The workers, named W1, W2 … where they have no names of their own.
  var workers: [WorkerConfiguration] {
    switch self {
    case .fixed(let workers): workers
    case .resources(let parallel, _):
      (1...max(parallel, 1)).map { WorkerConfiguration("W\($0)") }
    }
  }
}
