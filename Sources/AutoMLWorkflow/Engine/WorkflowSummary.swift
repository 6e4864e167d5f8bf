public import AutoMLModel

/// How a workflow ended.
public struct WorkflowSummary: Hashable, Sendable {
  /// The recorded experiment.
  public let experiment: ExperimentID
  /// What the experiment was recorded as.
  public let status: ExperimentStatus
  /// Why it ended early; nil when the controller had nothing more to recommend.
  public let cause: StopCause?
  /// How many jobs ended with a score, those of earlier runs of the experiment included.
  public let finishedJobs: Int
  /// How many jobs were ended because of their intermediate results, in all runs.
  public let earlyStoppedJobs: Int
  /// How many jobs failed, in all runs.
  public let failedJobs: Int
}

/// Why a workflow cannot run.
public enum EngineError: Error, Hashable, Sendable, CustomStringConvertible {
  /// There must be at least one worker.
  case noWorkers
  /// A job asks for more resources of a kind than there are enabled devices.
  case tooFewResources(type: String, wanted: Int, declared: Int)
  /// The experiment has finished, so that it cannot be continued.
  case nothingLeft(ExperimentID)
  /// Another engine works on the experiment.
  case isRunning(ExperimentID)
  /// An engine runs one workflow, once.
  case alreadyRun

  /// A sentence for people.
  public var description: String {
    switch self {
    case .noWorkers: "A workflow needs at least one worker."
    case .tooFewResources(let type, let wanted, let declared):
      "Each job asks for \(wanted) '\(type)', but \(declared) "
        + "\(declared == 1 ? "is" : "are") declared and enabled"
        + (wanted > 1 && declared > 0 ? " (slots of one device count once); " : "; ")
        + (type == "gpu"
          ? "use 'automl resources detect', or 'automl resources add --type gpu --device 0'."
          : "declare more with 'automl resources add --type \(type)'.")
    case .nothingLeft(let id):
      "Experiment \(id) has FINISHED; there is nothing to continue. Run its file again for a new "
        + "experiment."
    case .isRunning(let id):
      "Experiment \(id) is being worked on; see 'automl status \(id)', or stop it first with "
        + "'automl stop \(id)'."
    case .alreadyRun: "The engine has been used; make another one for another workflow."
    }
  }
}
