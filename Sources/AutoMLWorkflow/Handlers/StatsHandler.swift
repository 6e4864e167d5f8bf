public import AutoMLModel
import Synchronization

/// Collects what the workers of a workflow do, as the programming guide's handler of that name.
///
/// ``statistics`` may be read at any moment, from any task. Nothing is printed unless an output is
/// given.
public final class StatsHandler: Handler {
  private struct State {
    var statistics = WorkflowStatistics()
    var workers: [String: WorkflowStatistics.Worker] = [:]
    /// The jobs of which another attempt is to come.
    var repeated: Set<JobID> = []
    var began: Timestamp?
    var ended: Timestamp?
  }

  private let time: any TimeSource
  private let output: @Sendable (WorkflowStatistics) -> Void
  private let state = Mutex(State())

  /// Makes a handler.
  ///
  /// - Parameters:
  ///   - time: Tells when things begin and end.
  ///   - output: Called with the statistics when the workflow has ended.
  public init(
    time: any TimeSource = SystemTimeSource(),
    output: @escaping @Sendable (WorkflowStatistics) -> Void = { _ in }
  ) {
    self.time = time
    self.output = output
  }

  /// What was done up to now.
  public var statistics: WorkflowStatistics {
    state.withLock { state in
      var statistics = state.statistics
      statistics.workers = state.workers.values.sorted { $0.name < $1.name }
      if let began = state.began {
        statistics.seconds = Self.seconds(from: began, to: state.ended ?? time.now())
      }
      return statistics
    }
  }

  /// Notes when the workflow began.
  public func startAutoML(context: Context) async throws {
    state.withLock { $0.began = time.now() }
  }

  /// Counts the attempt, and the job when it is its first.
  public func startJob(context: Context) async throws {
    context[.statsJobStart] = time.now()
    state.withLock { state in
      state.statistics.attemptsStarted += 1
      if let job = context[.job]?.job, state.repeated.remove(job) != nil { return }
      state.statistics.jobsStarted += 1
    }
  }

  /// Counts what the worker did, and what became of the job.
  public func endJob(context: Context) async throws {
    let now = time.now()
    let name = context[.workerName, default: ""]
    state.withLock { state in
      var worker = state.workers[name] ?? WorkflowStatistics.Worker(name: name)
      worker.jobs += 1
      worker.seconds += Self.seconds(from: context[.statsJobStart, default: now], to: now)
      state.workers[name] = worker
      if context[.willRetry] == true {
        state.statistics.attemptsRepeated += 1
        if let job = context[.job]?.job { state.repeated.insert(job) }
        return
      }
      switch context[.jobStatus, default: .error] {
      case .ok where context[.earlyStopReason] != nil: state.statistics.jobsEarlyStopped += 1
      case .ok: state.statistics.jobsFinished += 1
      case .error, .exception: state.statistics.jobsFailed += 1
      case .unfinished: state.statistics.jobsUnfinished += 1
      }
    }
  }

  /// Notes when the workflow ended, and gives the statistics to the output.
  public func endAutoML(context: Context) async throws {
    state.withLock { $0.ended = time.now() }
    output(statistics)
  }

  /// The time between two moments; 0 when somebody has set the clock back.
  private static func seconds(from start: Timestamp, to end: Timestamp) -> Double {
    Double(max(0, end.microseconds - start.microseconds)) / 1_000_000
  }
}

extension ContextKey where Value == Timestamp {
  /// When the attempt began; in the job's context.
  fileprivate static var statsJobStart: Self { Self(reserved: "_statsJobStart") }
}
