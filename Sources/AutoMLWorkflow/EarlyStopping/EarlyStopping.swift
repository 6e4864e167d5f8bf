import AutoMLModel
import Synchronization

/// Watches the intermediate results of an engine's jobs, whose tasks share it.
final class EarlyStopping: Sendable {
  private let judge: Mutex<EarlyStopJudge>

  init(_ policy: EarlyStoppingPolicy, goal: OptimizationGoal) {
    judge = Mutex(EarlyStopJudge(policy, goal: goal))
  }

  /// An attempt at a job begins.
  func began(_ job: JobID) { judge.withLock { $0.began(job) } }

  /// A job has reported results, in order.
  ///
  /// - Throws: ``EarlyStop`` when the job is to be ended.
  func reported(_ scores: [Score], by job: JobID) throws(EarlyStop) {
    for score in scores {
      if let stop = judge.withLock({ $0.reported(score, by: job) }) { throw stop }
    }
  }

  /// An attempt at a job has ended, and the job with it unless it is PENDING.
  func ended(_ job: JobID, as status: JobStatus) { judge.withLock { $0.ended(job, as: status) } }

  /// Takes what was recorded of a job before the experiment was resumed.
  func restore(_ job: JobID, status: JobStatus, values: [Double]) {
    judge.withLock { judge in
      judge.began(job)
      for value in values {
        if let score = try? Score(value) { _ = judge.reported(score, by: job) }
      }
      judge.ended(job, as: status)
    }
  }
}
