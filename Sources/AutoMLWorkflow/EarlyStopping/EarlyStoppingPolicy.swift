/// How running jobs are judged by their intermediate results.
///
/// A job's *step* is the number of results that it has reported. At a step at which it is judged it
/// is compared with the other jobs that are running or FINISHED and have reported as many results,
/// by what those had reached at the same step; one other is enough. Jobs that failed, were
/// cancelled or were stopped early are not compared with. Equal values never end a job.
public struct EarlyStoppingPolicy: Hashable, Sendable {
  /// What ends a job.
  public enum Rule: Hashable, Sendable {
    /// The mean of its values is worse than the median of the others' means.
    case median
    /// Its best value is worse than the others' best one by more than a factor allows.
    ///
    /// Of a best value of 0.8, a factor of 0.5 allows 0.4 when maximizing and 1.2 when minimizing;
    /// of -0.8 it allows -1.2 when maximizing and -0.4 when minimizing. The factor is above 0 and
    /// at most 1, where 1 allows nothing.
    case bandit(factor: Double)
    /// Its best value is among the worst of all, itself included, up to this share of their number.
    ///
    /// The share is between 0 and 1, and neither.
    case truncation(fraction: Double)
    /// It is not among the best at a rung, a share of one in `reduction` of those who came there.
    ///
    /// The rungs are at `minimum`, `minimum` · `reduction`, `minimum` · `reduction`², … results.
    /// At a rung the best value of a job so far is recorded, and the job goes on when it is among
    /// the best ⌊n / `reduction`⌋ of the n that were recorded there, or n is below `reduction`.
    /// What was recorded stays, whatever becomes of the job; a retried job replaces its own. This
    /// is the stopping variant of asynchronous successive halving (Li et al. 2018, "A System for
    /// Massively Parallel Hyperparameter Tuning", arXiv:1810.05934).
    ///
    /// A `reduction` below 2 counts as 2, a `minimum` below 1 as 1.
    case successiveHalving(reduction: Int, minimum: Int)
  }

  /// What ends a job.
  public var rule: Rule
  /// A job is never judged before it has reported more than this many results.
  ///
  /// Successive halving has no rungs up to here.
  public var warmup: Int
  /// A job is judged at every multiple of this many results; below 1 counts as 1.
  ///
  /// Successive halving judges at its rungs instead.
  public var interval: Int

  /// Makes a policy that judges at every result, from the first on, unless told otherwise.
  public init(_ rule: Rule, warmup: Int = 0, interval: Int = 1) {
    self.rule = rule
    self.warmup = warmup
    self.interval = interval
  }

  /// The first step after one at which a job is judged; nil when no job gets that far.
  func judgedStep(after step: Int) -> Int? {
    let floor = max(step, warmup, 0)
    guard case .successiveHalving(let reduction, let minimum) = rule else {
      let interval = max(1, interval)
      let (next, overflows) = (floor - floor % interval).addingReportingOverflow(interval)
      return overflows ? nil : next
    }
    var rung = max(1, minimum)
    while rung <= floor {
      let (next, overflows) = rung.multipliedReportingOverflow(by: max(2, reduction))
      if overflows { return nil }
      rung = next
    }
    return rung
  }
}
