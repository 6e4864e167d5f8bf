public import AutoMLModel

/// Why a workflow ended, or ends, before its controller had nothing more to recommend.
public enum StopCause: Hashable, Sendable, CustomStringConvertible {
  /// A signal or a call of ``Engine/stop(_:)``.
  case interrupted
  /// Another process asked for it through the store.
  case requested
  /// A component called ``Context/stopWork(_:)``.
  case stopWork(String)
  /// A component reported an exception.
  case exception(String)
  /// Too many jobs failed.
  case failures(Int)
  /// One job after the other could not be started.
  case cannotLaunch(String)
  /// The experiment's time was up.
  case experimentTime(Duration)
  /// A job reached the target score.
  case targetScore(Double)
  /// It has run as many jobs as it may.
  case jobs(Int)

  /// Whether the workflow ended before all was done that had been planned.
  public var isEarly: Bool { if case .jobs = self { false } else { true } }

  /// What the experiment is recorded as.
  public var status: ExperimentStatus {
    switch self {
    case .interrupted, .requested, .stopWork, .experimentTime: .stopped
    case .exception, .failures, .cannotLaunch: .failed
    case .targetScore, .jobs: .finished
    }
  }

  /// A sentence for people.
  public var description: String {
    switch self {
    case .interrupted: "Interrupted."
    case .requested: "Stopped on request."
    case .stopWork(let message): "A component asked to stop: \(message)"
    case .exception(let message): message
    case .failures(let count): "\(count) \(count == 1 ? "job" : "jobs") failed, which is the limit."
    case .cannotLaunch(let reason): "Jobs cannot be started: \(reason)"
    case .experimentTime(let limit): "The experiment reached its time limit of \(limit)."
    case .targetScore(let score): "The target score was reached with \(score)."
    case .jobs(let count): "All \(count) jobs have run."
    }
  }
}

/// What the engine does when a component reports an exception.
public enum StopPolicy: Hashable, Sendable {
  /// The workflow stops, as in the programming guide.
  case stopOnException
  /// A job that ends in an exception is a failed job; the workflow goes on.
  case continueAfterJobException
}

/// How urgently a workflow is to stop.
public enum StopUrgency: Hashable, Sendable {
  /// Jobs get SIGTERM, and SIGKILL after the grace period.
  case graceful
  /// Jobs get SIGKILL.
  case immediate
}
