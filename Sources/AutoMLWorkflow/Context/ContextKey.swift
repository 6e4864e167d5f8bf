public import AutoMLModel

/// Names a property of a ``Context`` and the type of its value.
public struct ContextKey<Value: Sendable>: Sendable {
  /// The property's name.
  public let name: String

  /// Names a property of your own.
  ///
  /// - Throws: ``ContextKeyError`` for an empty name, or one that begins with an underscore.
  public init(_ name: String) throws(ContextKeyError) {
    guard !name.isEmpty else { throw .empty }
    guard !name.hasPrefix("_") else { throw .reserved(name) }
    self.name = name
  }

  init(reserved name: String) { self.name = name }
}

/// Why a name cannot be a key.
public enum ContextKeyError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The name is empty.
  case empty
  /// Names that begin with an underscore belong to the workflow engine.
  case reserved(String)

  /// A sentence for people.
  public var description: String {
    switch self {
    case .empty: "A context key needs a name."
    case .reserved(let name):
      "The context key '\(name)' is reserved: names must not begin with an underscore."
    }
  }
}

// The properties that the engine sets; the names are the programming guide's.

extension ContextKey where Value == [Recommendation] {
  /// The recommendations that the controller made last; in the main context.
  public static var recommendations: Self { Self(reserved: "_recommendations") }
}

extension ContextKey where Value == Score {
  /// The job's score; in the job's context, once there is one.
  public static var score: Self { Self(reserved: "_score") }
}

extension ContextKey where Value == OutcomeStatus {
  /// How the job ended; in the job's context, when `endJob` is called.
  public static var jobStatus: Self { Self(reserved: "_jobStatus") }
}

extension ContextKey where Value == String {
  /// What the job is called; in the job's context.
  public static var jobName: Self { Self(reserved: "_jobName") }
  /// The worker that runs the job; in the job's context.
  public static var workerName: Self { Self(reserved: "_workerName") }
  /// Why the attempt failed, as one sentence; in the job's context at `endJob`.
  public static var failureReason: Self { Self(reserved: "_failureReason") }
  /// Why the job was stopped early, as one sentence; in the job's context at `endJob`.
  ///
  /// Such a job's status is ``OutcomeStatus/ok``: its score is the best value that it reached.
  public static var earlyStopReason: Self { Self(reserved: "_earlyStopReason") }
}

extension ContextKey where Value == ExperimentID {
  /// The recorded experiment; in the main context.
  public static var experiment: Self { Self(reserved: "_experiment") }
}

extension ContextKey where Value == Recommendation {
  /// The recommendation that the job executes; in the job's context.
  public static var recommendation: Self { Self(reserved: "_recommendation") }
}

extension ContextKey where Value == SearchSpace {
  /// The search space; in the main context.
  public static var searchSpace: Self { Self(reserved: "_searchSpace") }
}

extension ContextKey where Value == [Int] {
  /// The device numbers of the GPUs that the job may use; in the job's context.
  public static var gpus: Self { Self(reserved: "_gpus") }
}

extension ContextKey where Value == Int {
  /// How many jobs may run at once; in the main context.
  public static var numWorkers: Self { Self(reserved: "_numWorkers") }
}

extension ContextKey where Value == JobHandle {
  /// The recorded attempt behind the job; in the job's context.
  public static var job: Self { Self(reserved: "_job") }
}

extension ContextKey where Value == Bool {
  /// Whether a failed attempt is followed by another one; in the job's context at `endJob`.
  public static var willRetry: Self { Self(reserved: "_willRetry") }
}
