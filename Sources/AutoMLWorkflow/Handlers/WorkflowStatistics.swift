/// What was done in a workflow, by whom, and how long it took: facts only.
///
/// A job counts once, however many attempts it takes; an attempt that will be repeated ends no
/// job. Encodes with the keys that `docs/json.md` lists.
public struct WorkflowStatistics: Hashable, Codable, Sendable {
  /// What one worker has done.
  public struct Worker: Hashable, Codable, Sendable {
    /// The worker's name.
    public let name: String
    /// How many jobs it has processed: attempts that have ended, whatever became of them.
    public internal(set) var jobs = 0
    /// How long it has worked on them, in seconds.
    public internal(set) var seconds = 0.0

    private enum CodingKeys: String, CodingKey {
      case name, jobs
      case seconds = "work_seconds"
    }
  }

  /// The workers that have ended an attempt, by name.
  public internal(set) var workers: [Worker] = []
  /// How many attempts were started.
  public internal(set) var attemptsStarted = 0
  /// How many attempts ended and are to be repeated, or have been.
  public internal(set) var attemptsRepeated = 0
  /// How many jobs were started.
  public internal(set) var jobsStarted = 0
  /// How many jobs ran to their end and have a score.
  public internal(set) var jobsFinished = 0
  /// How many jobs were stopped early and keep the best value they reached.
  public internal(set) var jobsEarlyStopped = 0
  /// How many jobs failed for good.
  public internal(set) var jobsFailed = 0
  /// How many jobs were interrupted, and wait for another run.
  public internal(set) var jobsUnfinished = 0
  /// How long the workflow took, or has taken so far, in seconds.
  public internal(set) var seconds = 0.0

  private enum CodingKeys: String, CodingKey {
    case workers
    case attemptsStarted = "attempts_started"
    case attemptsRepeated = "attempts_repeated"
    case jobsStarted = "jobs_started"
    case jobsFinished = "jobs_finished"
    case jobsEarlyStopped = "jobs_early_stopped"
    case jobsFailed = "jobs_failed"
    case jobsUnfinished = "jobs_unfinished"
    case seconds = "total_seconds"
  }

  /// The statistics for people, a fact a line.
  public var lines: [String] {
    let byWorker = workers.map {
      let jobs = $0.jobs == 1 ? "1 job" : "\($0.jobs) jobs"
      return "Worker \($0.name): processed \(jobs) in \(Self.text($0.seconds))"
    }
    return byWorker + [
      "Total attempts started  : \(attemptsStarted)",
      "Total jobs started      : \(jobsStarted)",
      "Total jobs finished     : \(jobsFinished)",
      "Total jobs early stopped: \(jobsEarlyStopped)",
      "Total jobs failed       : \(jobsFailed)",
      "Total jobs unfinished   : \(jobsUnfinished)",
      "Total time              : \(Self.text(seconds))",
    ]
  }

  /// Seconds to the millisecond.
  private static func text(_ seconds: Double) -> String {
    "\((seconds * 1_000).rounded() / 1_000) s"
  }
}
