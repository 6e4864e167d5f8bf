import AutoMLModel
public import AutoMLWorkflow
import Synchronization

/// The guide's "AutoML handler example", written out: the stats of each worker.
///
/// It shows how to keep what belongs to one job in the job's context, and how to keep what belongs
/// to all jobs whole with a lock. `AutoMLWorkflow` has a handler of that name for daily use.
public final class StatsHandler: Handler {
  /// What a worker has done.
  public struct WorkerStats: Sendable {
    /// How many jobs it has processed.
    public var jobCount = 0
    /// For how many seconds.
    public var totalTime = 0.0
  }

  /// What all workers have done.
  public struct Stats: Sendable {
    /// The workers by name.
    public var workers: [String: WorkerStats] = [:]
    /// How many jobs were started.
    public var jobsStarted = 0
    /// How many jobs ended after a stop was asked for.
    public var jobsFailed = 0
    /// How many jobs ended before.
    public var jobsCompleted = 0
    var start: ContinuousClock.Instant?
  }

  private let jobStartTime: ContextKey<ContinuousClock.Instant>
  private let state = Mutex(Stats())

  /// What was done up to now.
  public var stats: Stats { state.withLock { $0 } }

  /// Makes a handler.
  public init() throws { jobStartTime = try ContextKey("StatsHandler.jobStartTime") }

  /// Notes when the workflow began.
  public func startAutoML(context: Context) async throws {
    state.withLock { $0.start = .now }
  }

  /// Tells how many recommendations were made.
  public func recommendationsAvailable(context: Context) async throws {
    let recs = context[.recommendations] ?? []
    print(recs.isEmpty ? "No recs" : "Number of recs: \(recs.count)")
  }

  /// Notes in the job's context when the job began.
  public func startJob(context: Context) async throws {
    context[jobStartTime] = .now
    state.withLock { $0.jobsStarted += 1 }
  }

  /// Adds what the worker did to its stats; called from many tasks at once.
  public func endJob(context: Context) async throws {
    let worker = context[.workerName, default: "?"]
    let time = Self.seconds(since: context[jobStartTime])
    state.withLock { stats in
      if context.isStopAsked {
        stats.jobsFailed += 1
      } else {
        stats.jobsCompleted += 1
      }
      stats.workers[worker, default: WorkerStats()].jobCount += 1
      stats.workers[worker, default: WorkerStats()].totalTime += time
    }
  }

  /// Prints the stats.
  public func endAutoML(context: Context) async throws {
    let stats = stats
    for (worker, stats) in stats.workers.sorted(by: { $0.key < $1.key }) {
      print("Worker \(worker): processed \(stats.jobCount) jobs in \(stats.totalTime) secs")
    }
    print("Total jobs started   : \(stats.jobsStarted)")
    print("Total jobs unfinished: \(stats.jobsFailed)")
    print("Total jobs finished  : \(stats.jobsCompleted)")
    print("Total automl time: \(Self.seconds(since: stats.start)) secs")
  }

  private static func seconds(since start: ContinuousClock.Instant?) -> Double {
    start.map { ($0.duration(to: .now)) / .seconds(1) } ?? 0
  }
}
