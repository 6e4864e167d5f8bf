public import AutoMLModel
public import AutoMLTracking

/// One job of a history with the best score up to it.
public struct HistoryRow: Hashable, Sendable {
  /// The job.
  public let job: JobRecord
  /// The best score among this job and those before it; nil while none has one.
  public let bestSoFar: Double?
  /// Whether this job's score beats all before it.
  public let isNewBest: Bool

  var json: JSONValue {
    job.json.adding([
      .init("best_so_far", JSONValue(bestSoFar)), .init("new_best", .boolean(isNewBest)),
    ])
  }
}

/// Follows the best score through the jobs of an experiment, one at a time.
public struct BestSoFar: Hashable, Sendable {
  /// The direction in which scores improve.
  public let goal: OptimizationGoal
  /// Whether EARLY_STOPPED jobs compete with FINISHED ones.
  public let includingEarlyStopped: Bool
  /// The best score yet; nil while there is none.
  public private(set) var score: Double?

  /// Begins without a score.
  public init(goal: OptimizationGoal, includingEarlyStopped: Bool = false) {
    self.goal = goal
    self.includingEarlyStopped = includingEarlyStopped
  }

  /// Takes the next job into account.
  public mutating func row(for job: JobRecord) -> HistoryRow {
    var isNewBest = false
    let competes = job.status == .finished || includingEarlyStopped && job.status == .earlyStopped
    if competes, let new = job.score, new.isFinite {
      isNewBest = score.map { goal.isBetter(new, than: $0) } ?? true
      if isNewBest { score = new }
    }
    return HistoryRow(job: job, bestSoFar: score, isNewBest: isNewBest)
  }
}
