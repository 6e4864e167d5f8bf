import AutoMLModel
import AutoMLTracking

/// Finds and ends the processes that a dead session left behind on this host.
struct OrphanHunt {
  let table: any ProcessInspecting
  let identity: ProcessIdentity
  let session: SessionRecord
  /// The recorded groups of the session's running attempts.
  let groups: [ProcessGroup]

  /// What a session's silence means.
  enum Verdict {
    case alive
    case dead
  }

  /// Tells whether a session is surely dead.
  ///
  /// Within one run of one system and one process namespace the process table knows at once, and
  /// nobody survives a restart of the system; in every other case only long silence tells.
  static func verdict(
    on session: SessionRecord, from identity: ProcessIdentity, table: any ProcessInspecting,
    now: Timestamp, leaseTime: Duration
  ) -> Verdict {
    let isSilent = now.since(session.heartbeat) > leaseTime
    guard session.host == identity.host else { return isSilent ? .dead : .alive }
    if session.bootID == identity.bootID {
      return table.startTime(of: session.processID) == session.processStartTime ? .alive : .dead
    }
    if boot(session.bootID) != boot(identity.bootID) { return .dead }
    return isSilent ? .dead : .alive
  }

  /// The part of a boot id before the namespace.
  private static func boot(_ bootID: String) -> Substring { bootID.prefix { $0 != "/" } }

  /// Ends the orphans, looking again until there are none.
  ///
  /// The caller may be a descendant of an orphan: a job can run this program itself. The caller
  /// and its ancestors are therefore spared, and so is a group as a whole that holds one of them.
  ///
  /// - Returns: The processes that were ended, or nil when some would not end in time.
  func run() async -> [Int]? {
    guard session.host == identity.host,
      Self.boot(session.bootID) == Self.boot(identity.bootID)
    else { return [] }
    var ended: Set<Int> = []
    for _ in 0..<250 {
      let processes = table.processes()
      let spared = spared(among: processes)
      let orphans = orphans(among: processes).filter { !spared.contains($0.id) }
      if orphans.isEmpty { return ended.sorted() }
      let sparedGroups = Set(processes.filter { spared.contains($0.id) }.map(\.group))
      for orphan in orphans {
        ended.insert(orphan.id)
        if orphan.id == orphan.group, !sparedGroups.contains(orphan.group) {
          table.kill(group: orphan.group)
        }
        table.kill(process: orphan.id)
      }
      try? await Task.sleep(for: .milliseconds(20))
    }
    return nil
  }

  /// The living processes that carry the session's token, or are in a group that is still its.
  private func orphans(among processes: [ProcessEntry]) -> [ProcessEntry] {
    let owned = ownedGroups(among: processes)
    return processes.filter { process in
      process.carries(session.token)
        || owned[process.group].map { isMember(process, of: $0) } ?? false
    }
  }

  /// The first process, the caller, and all its ancestors.
  private func spared(among processes: [ProcessEntry]) -> Set<Int> {
    let parents = Dictionary(
      processes.map { ($0.id, $0.parent) }, uniquingKeysWith: { first, _ in first })
    var spared: Set<Int> = [0, 1]
    var next: Int? = identity.processID
    while let process = next, spared.insert(process).inserted { next = parents[process] }
    return spared
  }

  /// A recorded group whose number has not come to mean another one.
  private struct OwnedGroup {
    let startTime: Int64
    let hasLeader: Bool
  }

  /// The recorded groups that are still the session's, by their numbers.
  ///
  /// A group is named after its first process, the leader. The kernel gives that number to nobody
  /// else while the leader lives or the group has members: a leader that began at the recorded
  /// time proves the group to be ours. Members may outlive their leader; when nobody has its
  /// number, they are ours as well. A later process with that number proves the opposite: the
  /// group had emptied, the number was given out again, and its group is left alone.
  private func ownedGroups(among processes: [ProcessEntry]) -> [Int: OwnedGroup] {
    guard session.bootID == identity.bootID else { return [:] }
    let leaders = Dictionary(
      processes.map { ($0.id, $0.startTime) }, uniquingKeysWith: { first, _ in first })
    var owned: [Int: OwnedGroup] = [:]
    for group in groups {
      guard let startTime = group.startTime else { continue }
      let leader = leaders[group.id]
      if leader == nil || leader == startTime {
        owned[group.id] = OwnedGroup(startTime: startTime, hasLeader: leader != nil)
      }
    }
    return owned
  }

  /// Whether a process of a group's number is the job's.
  ///
  /// Without the leader a number might have been given out, and its process have died, once more
  /// since; so whoever began before the job, or carries the token of another engine, is spared.
  private func isMember(_ process: ProcessEntry, of group: OwnedGroup) -> Bool {
    group.hasLeader || process.startTime >= group.startTime && process.token == nil
  }
}
