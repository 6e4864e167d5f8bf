public import AutoMLModel

/// An experiment file, checked: what a person wants to have run.
public struct ExperimentConfiguration: Hashable, Sendable {
  /// What the experiment is called.
  public var name: String
  /// On whose behalf it runs.
  public var user: String
  /// The direction in which scores improve.
  public var goal: OptimizationGoal
  /// What a job runs.
  public var command: CommandTemplate
  /// The absolute path of the program that the command's first word names.
  public var executable: String
  /// Where to search.
  public var space: SearchSpace
  /// How to search.
  public var algorithm: AlgorithmConfiguration
  /// How many jobs to run; nil for the whole grid, which may also end it earlier.
  public var jobs: Int?
  /// How many jobs run at once.
  public var parallel: Int
  /// What each job takes.
  public var resources: ResourceConfiguration
  /// What happens after a failed attempt.
  public var retries: RetryPolicy
  /// What ends jobs and the experiment.
  public var limits: WorkflowLimits
  /// How running jobs are judged by their intermediate results; nil lets all of them go on.
  public var earlyStopping: EarlyStoppingPolicy?
  /// How long a job that is asked to stop may take before it is killed.
  public var gracePeriod: Duration
  /// How jobs are told their parameters and report their scores.
  public var dialect: DialectName
  /// The absolute path of the folder in which commands run.
  public var workingDirectory: String
  /// The absolute path of the folder for logs; it need not exist yet.
  public var resultsDirectory: String
  /// The names of the further numbers that jobs may report, in order.
  public var labels: [String]
  /// Whether the experiment goes on after a failed job.
  ///
  /// When not, ``WorkflowLimits/failures`` is 1.
  public var ignoreFailures: Bool
  /// Whether numbers that a job reports before its last one are recorded.
  public var tracksIntermediateResults: Bool
  /// Whether the file is an Auptimizer `experiment.json`.
  public var isClassic: Bool
  /// The file as it was read, to be recorded; its last member `file` is its absolute path.
  ///
  /// See ``load(recorded:user:file:surroundings:)``.
  public var document: JSONValue

  /// The grace period of an experiment whose file names none.
  public static let defaultGracePeriod = Duration.seconds(10)
}

/// What each job of an experiment takes.
public struct ResourceConfiguration: Hashable, Sendable {
  /// The kind of resource; `cpu` needs no declaration.
  public var type: String
  /// How many of them.
  public var count: Int

  /// Describes a need.
  public init(type: String = "cpu", count: Int = 1) {
    self.type = type
    self.count = count
  }
}

/// The ways in which jobs are told their parameters and report their scores.
public enum DialectName: String, Hashable, Sendable, CaseIterable {
  /// Places in the command, environment variables, and `automl:` lines.
  case native
  /// A JSON file as last argument, and `#Auptimizer:` lines.
  case auptimizer
}
