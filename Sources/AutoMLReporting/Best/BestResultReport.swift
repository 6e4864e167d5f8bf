public import AutoMLModel
public import AutoMLTracking

/// The answer to "what came out of this experiment?".
///
/// Made by ``make(for:from:top:includingEarlyStopped:now:)``, whose cost does not depend on how
/// many jobs the experiment has.
public struct BestResultReport: Hashable, Sendable {
  /// The best job with what is remembered of it.
  public struct Best: Hashable, Sendable {
    /// The job; it has a score.
    public let job: JobRecord
    /// Its attempts in order.
    public let attempts: [AttemptRecord]
    /// The intermediate results of its last attempt; nil when it reported none.
    public let curve: IntermediateCurve?
    /// The labelled numbers of its last set.
    public let results: [LabelledValue]

    /// Describes the best job.
    public init(
      job: JobRecord, attempts: [AttemptRecord], curve: IntermediateCurve?,
      results: [LabelledValue]
    ) {
      self.job = job
      self.attempts = attempts
      self.curve = curve
      self.results = results
    }
  }

  /// The experiment.
  public let experiment: ExperimentRecord
  /// The counts of its jobs.
  public let tally: ExperimentTally
  /// Its best job; nil while none has a score.
  public let best: Best?
  /// The jobs next to the best one, best first.
  public let runnersUp: [JobRecord]
  /// The first thing that went wrong: the experiment's headline, or the reason for which one of
  /// its first jobs failed when no job has a score.
  public let firstError: String?
  /// When the report was made.
  public let generated: Timestamp

  /// Describes what came out of an experiment.
  public init(
    experiment: ExperimentRecord, tally: ExperimentTally, best: Best?, runnersUp: [JobRecord],
    firstError: String?, generated: Timestamp
  ) {
    self.experiment = experiment
    self.tally = tally
    self.best = best
    self.runnersUp = runnersUp
    self.firstError = firstError
    self.generated = generated
  }

  /// The time since the experiment was last started, up to its end; nil when it never was.
  public var wallTime: Duration? { experiment.wallTime(at: generated) }

  /// Asks a store what came out of an experiment.
  ///
  /// - Parameters:
  ///   - top: How many of the best jobs to tell of, the best one included; at least 1.
  ///   - includingEarlyStopped: Whether EARLY_STOPPED jobs compete with FINISHED ones.
  ///   - now: The time up to which an experiment that goes on has taken.
  /// - Throws: ``TrackingError`` `.unknownExperiment`, and what the store throws.
  public static func make(
    for id: ExperimentID, from store: some ExperimentStore & JobStore & ResultStore,
    top: Int = 5, includingEarlyStopped: Bool = false,
    now: Timestamp = SystemTimeSource().now()
  ) async throws -> Self {
    let experiment = try await store.experiment(id)
    let jobs = try await store.bestResults(
      of: id, goal: nil, limit: max(1, top), includingEarlyStopped: includingEarlyStopped)
    let tally = try await store.tally(of: id)
    var best: Best?
    var firstError = experiment.errorMessage
    if let job = jobs.first {
      let curve = try await store.intermediateResults(job: job.id)
      let results = try await store.multipleResults(job: job.id)
      best = Best(
        job: job, attempts: try await store.attempts(of: job.id),
        curve: IntermediateCurve(curve, goal: experiment.goal),
        results: results.filter(\.isLastResult).map { LabelledValue($0.label, $0.value) })
    } else if firstError == nil {
      firstError = try await firstFailure(of: id, in: store)
    }
    return Self(
      experiment: experiment, tally: tally, best: best, runnersUp: Array(jobs.dropFirst()),
      firstError: firstError, generated: now)
  }

  /// The reason of the first failed attempt among an experiment's first jobs.
  private static func firstFailure(
    of id: ExperimentID, in store: some JobStore
  ) async throws -> String? {
    for job in try await store.history(of: id, after: nil, limit: 20)
    where job.status == .failed || job.attempts > 1 {
      let attempts = try await store.attempts(of: job.id)
      if let error = attempts.lazy.compactMap(\.ending.error).first { return error }
    }
    return nil
  }
}
