public import AutoMLModel

/// An experiment to be recorded.
public struct ExperimentRequest: Hashable, Sendable {
  /// The user's name; recorded when it is new.
  public var user: String
  /// The wished name; a suffix " (1)", " (2)" … is added while it is taken.
  public var name: String
  /// The direction in which scores improve.
  public var goal: OptimizationGoal
  /// The names of the further metrics that jobs report.
  public var labels: [String]
  /// The experiment file as JSON.
  public var configuration: JSONValue
  /// The search space as JSON.
  public var searchSpace: JSONValue
  /// The seed of its random choices, if it has one.
  public var seed: UInt64?

  /// Describes an experiment.
  public init(
    user: String, name: String, goal: OptimizationGoal = .maximize, labels: [String] = [],
    configuration: JSONValue = .object([]), searchSpace: JSONValue = .object([]),
    seed: UInt64? = nil
  ) {
    self.user = user
    self.name = name
    self.goal = goal
    self.labels = labels
    self.configuration = configuration
    self.searchSpace = searchSpace
    self.seed = seed
  }
}

/// A recorded experiment.
public struct ExperimentRecord: Hashable, Sendable, Identifiable {
  /// The experiment's number.
  public let id: ExperimentID
  /// The name of the user who recorded it.
  public let user: String
  /// Its name, with its suffix when it has one.
  public let name: String
  /// How far it is.
  public let status: ExperimentStatus
  /// The direction in which scores improve.
  public let goal: OptimizationGoal
  /// The names of the further metrics.
  public let labels: [String]
  /// The experiment file as JSON.
  public let configuration: JSONValue
  /// The search space as JSON.
  public let searchSpace: JSONValue
  /// The seed of its random choices.
  public let seed: UInt64?
  /// When it was recorded.
  public let created: Timestamp
  /// When it was last started.
  public let started: Timestamp?
  /// When it ended; there is one exactly when nobody works on it any more.
  public let ended: Timestamp?
  /// Why nobody works on it any more; nil while somebody does, and when all was done.
  public let endReason: String?
  /// The first message that was logged, the headline of its troubles.
  public let errorMessage: String?
  /// The session that works on it, or did last.
  public let session: SessionID?

  /// Describes a recorded experiment.
  public init(
    id: ExperimentID, user: String, name: String, status: ExperimentStatus,
    goal: OptimizationGoal, labels: [String], configuration: JSONValue, searchSpace: JSONValue,
    seed: UInt64?, created: Timestamp, started: Timestamp?, ended: Timestamp?,
    endReason: String?, errorMessage: String?, session: SessionID?
  ) {
    self.id = id
    self.user = user
    self.name = name
    self.status = status
    self.goal = goal
    self.labels = labels
    self.configuration = configuration
    self.searchSpace = searchSpace
    self.seed = seed
    self.created = created
    self.started = started
    self.ended = ended
    self.endReason = endReason
    self.errorMessage = errorMessage
    self.session = session
  }
}

/// A message that was logged for an experiment.
public struct ExperimentMessage: Hashable, Sendable {
  /// When it was logged.
  public let time: Timestamp
  /// Its text.
  public let text: String

  /// Pairs a time with a text.
  public init(time: Timestamp, text: String) {
    self.time = time
    self.text = text
  }
}

/// Counts and sums over an experiment's jobs, kept up to date by the store.
///
/// Reading it costs the same for ten jobs and for ten million.
public struct ExperimentTally: Hashable, Sendable {
  /// How many jobs are in each status; statuses without jobs are 0.
  public let jobs: [JobStatus: Int]
  /// How many attempts have been started.
  public let attempts: Int
  /// The time that ended attempts took, added up.
  public let attemptTime: Duration

  /// Describes counts.
  public init(jobs: [JobStatus: Int], attempts: Int, attemptTime: Duration) {
    self.jobs = jobs
    self.attempts = attempts
    self.attemptTime = attemptTime
  }

  /// How many jobs there are in all.
  public var total: Int { jobs.values.reduce(0, +) }
}

/// Which experiments to list.
public struct ExperimentFilter: Hashable, Sendable {
  /// Only those of this user.
  public var user: String?
  /// Only those in one of these statuses; nil for any.
  public var statuses: Set<ExperimentStatus>?
  /// Only those whose name holds this text, letter case apart; `%` and `_` mean themselves.
  public var name: String?
  /// Only those recorded at or after this moment.
  public var createdSince: Timestamp?
  /// Only those recorded before this moment.
  public var createdBefore: Timestamp?
  /// Only those with a higher number: the last one of the previous page.
  public var after: ExperimentID?
  /// At most this many; nil for all.
  public var limit: Int?

  /// Makes a filter; without arguments it lets everything through.
  public init(
    user: String? = nil, statuses: Set<ExperimentStatus>? = nil, name: String? = nil,
    createdSince: Timestamp? = nil, createdBefore: Timestamp? = nil, after: ExperimentID? = nil,
    limit: Int? = nil
  ) {
    self.user = user
    self.statuses = statuses
    self.name = name
    self.createdSince = createdSince
    self.createdBefore = createdBefore
    self.after = after
    self.limit = limit
  }
}

/// The record of experiments and their life.
public protocol ExperimentStore: Sendable {
  /// Records an experiment without starting it (`create_experiment`).
  ///
  /// - Throws: ``TrackingError`` `.invalidRequest` for an empty name or user, or a repeated label.
  func createExperiment(_ request: ExperimentRequest) async throws -> ExperimentID

  /// Records an experiment and starts it under the caller's session (`start_experiment`).
  ///
  /// - Throws: as ``createExperiment(_:)``.
  func startExperiment(_ request: ExperimentRequest) async throws -> ExperimentID

  /// Starts or continues a recorded experiment under the caller's session
  /// (`start_experiment_by_eid`).
  ///
  /// Its jobs and results are kept; ``resetExperiment(id:)`` is the one that deletes them.
  ///
  /// - Throws: ``TrackingError`` `.unknownExperiment`, or `.illegalTransition` when it is being
  ///   worked on already.
  func startExperiment(id: ExperimentID) async throws

  /// Deletes the jobs, results and messages of an experiment and sets it back to CREATED.
  ///
  /// - Throws: ``TrackingError`` `.unknownExperiment`, or `.experimentRunning`.
  func resetExperiment(id: ExperimentID) async throws

  /// Asks whoever works on an experiment to stop.
  ///
  /// - Throws: ``TrackingError`` `.unknownExperiment`, or `.illegalTransition` when nobody does.
  func requestStop(_ id: ExperimentID) async throws

  /// Ends an experiment as STOPPED, FINISHED or FAILED (`end_experiment`).
  ///
  /// The reason is kept until the experiment is started again. That of a STOPPED or FAILED one is
  /// also kept as a message, as ``logErrorMessage(_:for:)`` would.
  ///
  /// - Parameter reason: Why it ends, as a sentence for people; nil or empty when all was done.
  /// - Throws: ``TrackingError`` `.unknownExperiment`; `.illegalTransition` for any other step;
  ///   `.experimentRunning` while one of its attempts is running.
  func endExperiment(
    _ id: ExperimentID, as status: ExperimentStatus, reason: String?
  ) async throws

  /// The status of an experiment (`get_experiment_status`).
  ///
  /// - Throws: ``TrackingError`` `.unknownExperiment`.
  func experimentStatus(_ id: ExperimentID) async throws -> ExperimentStatus

  /// A recorded experiment.
  ///
  /// - Throws: ``TrackingError`` `.unknownExperiment`.
  func experiment(_ id: ExperimentID) async throws -> ExperimentRecord

  /// Keeps a message with its time; the first is the headline (`log_error_message`).
  ///
  /// - Throws: ``TrackingError`` `.unknownExperiment`.
  func logErrorMessage(_ message: String, for id: ExperimentID) async throws

  /// All messages in the order in which they were logged.
  ///
  /// - Throws: ``TrackingError`` `.unknownExperiment`.
  func errorMessages(of id: ExperimentID) async throws -> [ExperimentMessage]

  /// Deletes an experiment with everything below it, all or nothing (`delete_experiment`).
  ///
  /// - Throws: ``TrackingError`` `.unknownExperiment`, or `.experimentRunning`.
  func deleteExperiment(_ id: ExperimentID) async throws

  /// The experiments that pass a filter, by id (`get_all_experiment`).
  ///
  /// - Throws: ``TrackingError`` `.unknownUser` when the filter names a user never seen.
  func experiments(_ filter: ExperimentFilter) async throws -> [ExperimentRecord]

  /// The counts of an experiment's jobs.
  ///
  /// - Throws: ``TrackingError`` `.unknownExperiment`.
  func tally(of id: ExperimentID) async throws -> ExperimentTally
}

extension ExperimentStore {
  /// Ends an experiment as STOPPED, FINISHED or FAILED, without a reason.
  ///
  /// - Throws: as ``endExperiment(_:as:reason:)``.
  public func endExperiment(_ id: ExperimentID, as status: ExperimentStatus) async throws {
    try await endExperiment(id, as: status, reason: nil)
  }

  /// The experiments of a user, or of all users, by id.
  ///
  /// - Throws: ``TrackingError`` `.unknownUser`.
  public func experiments(user: String? = nil) async throws -> [ExperimentRecord] {
    try await experiments(ExperimentFilter(user: user))
  }
}
