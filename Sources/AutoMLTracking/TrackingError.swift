public import AutoMLModel

/// Why an operation of a connector did not happen.
///
/// An operation that throws has left no trace in the store and no open transaction. Two errors
/// are equal when their codes are; messages and causes are for people.
public struct TrackingError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What went wrong, without any user's data beyond ids.
  public enum Code: Hashable, Sendable {
    /// The connector has been closed.
    case closed
    /// Another process kept the store locked for longer than the busy timeout.
    case busy
    /// There is no such user.
    case unknownUser(String)
    /// There is no such resource.
    case unknownResource(ResourceID)
    /// There is no such experiment.
    case unknownExperiment(ExperimentID)
    /// There is no such job.
    case unknownJob(JobID)
    /// There is no such attempt.
    case unknownAttempt(AttemptID)
    /// There is no such intermediate result, or it belongs to another job.
    case unknownIntermediateResult(IntermediateResultID)
    /// There is no sweep of this name, or with this id.
    case unknownSweep(String)
    /// There is a sweep of this name already.
    case sweepExists(String)
    /// There is no such combination, or it belongs to another sweep.
    case unknownCombination(CombinationID)
    /// The resource is held by another session.
    case heldByAnotherSession(ResourceID)
    /// Not all of the resources asked for are free at this moment.
    case resourceUnavailable
    /// The resource is in use, or has been, and cannot be removed.
    case resourceInUse(ResourceID)
    /// The life cycle has no such step.
    case illegalTransition(from: String, to: String)
    /// The job has ended with other content than is now reported.
    case jobAlreadyEnded(JobID)
    /// The job has no running attempt.
    case jobNotRunning(JobID)
    /// The experiment is being worked on.
    case experimentRunning(ExperimentID)
    /// A number is NaN or infinite.
    case nonFiniteScore
    /// Labels and numbers differ in count, or a label stands twice.
    case labelMismatch(labels: Int, scores: Int)
    /// The request contradicts itself; the message says how.
    case invalidRequest
    /// The file is not a SQLite database, or one of another program.
    case notADatabase
    /// The file was written by a newer version of this program.
    case newerSchema(found: Int, known: Int)
    /// An applied migration differs from the one this program knows.
    case editedMigration(String)
    /// The file lacks a migration that should have come before another one it has.
    case missingMigration(String)
    /// The file has to be migrated first, and this way of opening it must not.
    case migrationNeeded
    /// The file or its folder cannot be written.
    case readOnly
    /// There is no room left.
    case diskFull
    /// It was written, but the disk could not be synced: a power cut may undo it, and what others
    /// write after it. All other errors of a write say that nothing was written.
    case notDurable
    /// The file is damaged.
    case corrupt
    /// The file cannot be opened.
    case cannotOpen
    /// Any other failure of the store.
    case storage
  }

  /// What went wrong.
  public let code: Code
  /// A sentence or two for people: what happened and what to do about it.
  public let message: String
  /// The error below, if any.
  public let underlying: (any Error)?

  /// Describes a failure.
  public init(_ code: Code, _ message: String, underlying: (any Error)? = nil) {
    self.code = code
    self.message = message
    self.underlying = underlying
  }

  /// Compares the codes only.
  public static func == (left: Self, right: Self) -> Bool { left.code == right.code }

  /// The message.
  public var description: String { message }
}

extension TrackingError {
  /// A step that the life cycle does not have.
  public static func illegalTransition<Status: LifeCycleStatus>(
    of subject: String, from: Status, to: Status
  ) -> Self {
    Self(
      .illegalTransition(from: from.rawValue, to: to.rawValue),
      "\(subject) is \(from.rawValue) and cannot become \(to.rawValue).")
  }

  /// An experiment that is not there.
  public static func unknown(_ id: ExperimentID) -> Self {
    Self(.unknownExperiment(id), "There is no experiment \(id).")
  }

  /// A job that is not there.
  public static func unknown(_ id: JobID) -> Self {
    Self(.unknownJob(id), "There is no job \(id).")
  }

  /// An attempt that is not there.
  public static func unknown(_ id: AttemptID) -> Self {
    Self(.unknownAttempt(id), "There is no attempt \(id).")
  }

  /// A resource that is not there.
  public static func unknown(_ id: ResourceID) -> Self {
    Self(.unknownResource(id), "There is no resource \(id).")
  }

  /// A sweep that is not there.
  public static func unknownSweep(_ name: String) -> Self {
    Self(.unknownSweep(name), "There is no sweep '\(VisibleText(name))'.")
  }

  /// A sweep that was to be new.
  public static func sweepExists(_ name: String) -> Self {
    Self(.sweepExists(name), "There is a sweep '\(VisibleText(name))' already.")
  }

  /// A sweep that is not there.
  public static func unknown(_ id: SweepID) -> Self {
    Self(.unknownSweep(id.description), "There is no sweep \(id).")
  }

  /// A combination that is not there, or not in this sweep.
  public static func unknown(_ id: CombinationID) -> Self {
    Self(.unknownCombination(id), "There is no combination \(id) in this sweep.")
  }
}
