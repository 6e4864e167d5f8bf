public import AutoMLModel

/// A combination as it is put on the list of a sweep.
///
/// Lists may be long, so that an entry holds what is kept of it rather than what it means.
public struct SweepEntry: Hashable, Sendable {
  /// The combination as a JSON object of scalars, in the order of its factors.
  public let parameters: String
  /// A number that equal combinations share, whatever the order of their factors.
  ///
  /// Others may share it by chance: a store believes in it only when the parameters agree.
  public let digest: Int64

  /// Describes an entry.
  public init(parameters: String, digest: Int64) {
    self.parameters = parameters
    self.digest = digest
  }
}

/// A recorded sweep.
public struct SweepRecord: Hashable, Sendable, Identifiable {
  /// The sweep's number.
  public let id: SweepID
  /// The name that whoever shares it knows it by.
  public let name: String
  /// When it was recorded first.
  public let created: Timestamp
  /// How many combinations there are in which state.
  public let counts: SweepCounts

  /// Describes a recorded sweep.
  public init(id: SweepID, name: String, created: Timestamp, counts: SweepCounts) {
    self.id = id
    self.name = name
    self.created = created
    self.counts = counts
  }
}

extension SweepRecord: CustomStringConvertible {
  /// The name with the counts, as in `s <5 total, 0 done, 0 skipped, 0 in progress, 5 remaining>`.
  public var description: String {
    "\(name) <\(counts.total) total, \(counts.done) done, \(counts.skipped) skipped, "
      + "\(counts.inProgress) in progress, \(counts.remaining) remaining>"
  }
}

/// How many combinations of a sweep's list are in which state.
public struct SweepCounts: Hashable, Sendable {
  /// All on the list, equal ones once.
  public var total: Int
  /// Those that wait to be taken.
  public var remaining: Int
  /// Those that are left out in this run.
  public var skipped: Int
  /// Those that somebody has taken.
  public var inProgress: Int
  /// Those that need no more work.
  public var done: Int

  /// Describes counts, of which all but the first add up to the first.
  public init(total: Int, remaining: Int, skipped: Int, inProgress: Int, done: Int) {
    self.total = total
    self.remaining = remaining
    self.skipped = skipped
    self.inProgress = inProgress
    self.done = done
  }
}

/// A recorded combination.
public struct CombinationRecord: Hashable, Sendable, Identifiable {
  /// The combination's number.
  public let id: CombinationID
  /// Its place on the list, from 0.
  public let position: Int
  /// Its levels, in the order of its factors.
  public let parameters: ParameterSet
  /// What has become of it.
  public let status: CombinationStatus
  /// How often it was handed out.
  public let timesTaken: Int
  /// Since when it is in progress or skipped; nil in every other state.
  public let heldSince: Timestamp?
  /// The session that has it in progress or skipped it; nil when none is bound to it.
  public let session: SessionID?
  /// For whom it was taken, as they said.
  public let owner: String?
  /// When it comes back by itself, if it does.
  public let leaseUntil: Timestamp?

  /// Describes a recorded combination.
  public init(
    id: CombinationID, position: Int, parameters: ParameterSet, status: CombinationStatus,
    timesTaken: Int, heldSince: Timestamp? = nil, session: SessionID? = nil, owner: String? = nil,
    leaseUntil: Timestamp? = nil
  ) {
    self.id = id
    self.position = position
    self.parameters = parameters
    self.status = status
    self.timesTaken = timesTaken
    self.heldSince = heldSince
    self.session = session
    self.owner = owner
    self.leaseUntil = leaseUntil
  }
}

/// A combination that was handed out.
public struct TakenCombination: Hashable, Sendable, Identifiable {
  /// The combination's number.
  public let id: CombinationID
  /// Its levels, in the order of its factors.
  public let parameters: ParameterSet
  /// How often it has been handed out, this time included; tells this hold from later ones.
  public let timesTaken: Int

  /// Describes a combination that was handed out.
  public init(id: CombinationID, parameters: ParameterSet, timesTaken: Int) {
    self.id = id
    self.parameters = parameters
    self.timesTaken = timesTaken
  }
}

/// On whose behalf combinations are taken, and for how long.
///
/// They come back by themselves when the lease is over, and at once when what they are bound to is
/// surely dead.
public struct CombinationLease: Hashable, Sendable {
  /// What combinations are bound to.
  public enum Bond: Hashable, Sendable {
    /// The caller's session.
    case session
    /// A living process of this host, by its number.
    case process(Int)
    /// Nothing: only the end of the lease brings them back.
    case none
  }

  /// What they are bound to.
  public var bond: Bond
  /// For how long at most; nil, which needs a bond, means as long as what they are bound to lives.
  public var duration: Duration?
  /// For whom, in words that are shown to people.
  public var owner: String?

  /// Describes a lease; without arguments that of the caller's session, without an end.
  public init(bond: Bond = .session, duration: Duration? = nil, owner: String? = nil) {
    self.bond = bond
    self.duration = duration
    self.owner = owner
  }
}

/// One combination whose state is to change.
public struct CombinationMark: Hashable, Sendable {
  /// The combination.
  public var id: CombinationID
  /// The ``TakenCombination/timesTaken`` of the hold that the mark belongs to; nil for any.
  ///
  /// Whoever lost a combination, because its lease was over, cannot take it from its next holder.
  public var timesTaken: Int?

  /// Describes a mark.
  public init(_ id: CombinationID, timesTaken: Int? = nil) {
    self.id = id
    self.timesTaken = timesTaken
  }
}

/// What a mark makes of a combination.
public enum CombinationMarking: Hashable, Sendable {
  /// It needs no more work, whatever it was before.
  case done
  /// It is left out, unless it is done: until the next run, or until a reset.
  case skipped(persistently: Bool)
  /// It waits to be taken again, if it was in progress or skipped.
  case remaining
}
