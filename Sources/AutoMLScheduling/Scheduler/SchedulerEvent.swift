/// What a scheduler tells its subscribers; the raw values are the guide's names.
public enum SchedulerEvent: String, Hashable, Sendable, CaseIterable {
  /// A run has begun and work may be submitted.
  case start = "on_start"
  /// Nothing is waiting or being done.
  case empty = "on_empty"
  /// Work was submitted.
  case futureSubmitted = "on_future_submitted"
  /// Work ended with a result or an error.
  case futureDone = "on_future_done"
  /// Work ended with a result.
  case futureResult = "on_future_result"
  /// Work ended with an error.
  case futureException = "on_future_exception"
  /// Work was cancelled.
  case futureCancelled = "on_future_cancelled"
  /// The run was asked to stop.
  case stop = "on_stop"
  /// The run reached its time limit.
  case timeout = "on_timeout"
  /// The run is about to end.
  case finishing = "on_finishing"
  /// The run has ended and nothing of it goes on.
  case finished = "on_finished"
}

/// Names one submitted piece of work.
public struct WorkReference: Hashable, Sendable {
  /// Its number within the scheduler, from 0 in the order of submission.
  public let id: Int
  /// What it is called in messages; need not be unique.
  public let name: String
}

/// A piece of work and what it gave.
public struct WorkResult: Sendable {
  /// The work.
  public let work: WorkReference
  /// Its result, of the type that its closure returned.
  public let value: any Sendable
}

/// A piece of work and the error it threw.
public struct WorkFailure: Sendable {
  /// The work.
  public let work: WorkReference
  /// The error.
  public let error: any Error
}

/// Why a run was asked to stop.
public struct StopRequest: Sendable {
  /// A sentence for people.
  public let message: String
  /// The error that led to it, if one did.
  public let error: (any Error)?
}
