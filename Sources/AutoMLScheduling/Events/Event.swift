/// The name of something that happens, and the type of what subscribers are told about it.
///
/// The names are those of the AutoML-toolkit's scheduling guide. Two events are the same when
/// their names are.
public struct Event<Payload: Sendable>: Hashable, Sendable, CustomStringConvertible {
  /// The name, as in the guide.
  public let name: String

  /// Names an event; for plugins that bring their own.
  public init(_ name: String) { self.name = name }

  /// The name.
  public var description: String { name }
}

extension Event where Payload == Void {
  /// A run has begun and work may be submitted.
  public static var start: Self { Self("on_start") }
  /// Nothing is waiting or being done; submitting in it keeps the run going.
  public static var empty: Self { Self("on_empty") }
  /// The run reached its time limit.
  public static var timeout: Self { Self("on_timeout") }
  /// The run is about to end; work is still accepted in it unless the run was stopped.
  public static var finishing: Self { Self("on_finishing") }
  /// The run has ended: every result was delivered and nothing of it goes on.
  public static var finished: Self { Self("on_finished") }
}

extension Event where Payload == WorkReference {
  /// Work was submitted.
  public static var futureSubmitted: Self { Self("on_future_submitted") }
  /// Work ended with a result or an error.
  public static var futureDone: Self { Self("on_future_done") }
  /// Work was cancelled; ``futureDone`` is not emitted for it.
  public static var futureCancelled: Self { Self("on_future_cancelled") }
}

extension Event where Payload == WorkResult {
  /// Work ended with a result; comes right after ``futureDone``.
  public static var futureResult: Self { Self("on_future_result") }
}

extension Event where Payload == WorkFailure {
  /// Work ended with an error; comes right after ``futureDone``.
  public static var futureException: Self { Self("on_future_exception") }
}

extension Event where Payload == StopRequest {
  /// The run was asked to stop, by somebody or because of an error.
  public static var stop: Self { Self("on_stop") }
}

/// Names one submitted piece of work.
public struct WorkReference: Hashable, Sendable {
  /// Its number within the scheduler, from 0 in the order of submission.
  public let id: Int
  /// What it is called in messages; need not be unique.
  public let name: String

  /// Names a piece of work; the scheduler does so for all that is submitted to it.
  public init(id: Int, name: String) {
    self.id = id
    self.name = name
  }

  /// Hashes the number, which tells apart all work of a scheduler.
  public func hash(into hasher: inout Hasher) { hasher.combine(id) }
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
