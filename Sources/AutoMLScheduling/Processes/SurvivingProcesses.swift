#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What still lives of a command that was asked to end and whose leader has ended.
///
/// The leader is not waited for before all is over, so that its number, which is the group's, is
/// given to nobody else.
struct SurvivingProcesses {
  private let group: pid_t
  private let search: MarkerSearch?
  private var younger: YoungerProcesses
  /// The last that was found, which is looked at first: that is cheaper than a search.
  private var lastFound: pid_t?
  private var isGroupGone = false
  /// The processes that are to be asked to end if they turn out to be outside the group; nil for all.
  ///
  /// What begins after the first search is not: those that were asked may save their work with it.
  private var unasked: Set<pid_t>?

  init(of command: ProcessCommand, _ leader: ProcessAttempt.Leader) {
    group = leader.process
    search = command.marker.map { MarkerSearch($0) }
    younger = YoungerProcesses(than: leader)
  }

  /// Whether there is any.
  ///
  /// What has left the group, and so has not been asked to end with it, is asked once the group is
  /// gone: before, a member may yet do that itself.
  mutating func areThere() -> Bool {
    if !isGroupGone {
      if hasMember() { return true }
      isGroupGone = true
      lastFound = nil
    }
    return hasEscapee()
  }

  private mutating func hasMember() -> Bool {
    if let lastFound, ProcessTable.isAlive(lastFound, inGroup: group) { return true }
    var seen: Set<pid_t> = []
    while true {
      // A member may have started another one, and ended, while it was looked for.
      let numbers = younger.numbers().filter { seen.insert($0).inserted }
      if numbers.isEmpty { return false }
      lastFound = numbers.first { ProcessTable.isAlive($0, inGroup: group) }
      if lastFound != nil { return true }
    }
  }

  private mutating func hasEscapee() -> Bool {
    guard let search else { return false }
    if let lastFound, isMarked(lastFound, search) { return true }
    var isFound = false
    var starting: Set<pid_t> = []
    lastFound = nil
    ProcessTable.withEnvironments(of: younger.numbers()) { process, environment in
      let isUnasked = unasked?.contains(process) ?? true
      if let environment {
        guard search.finds(in: environment) else { return }
        if isUnasked { kill(process, SIGTERM) }
        lastFound = process
      } else if isUnasked {
        starting.insert(process)
      }
      // Of one that is just being started nobody can tell yet what it carries.
      isFound = true
    }
    unasked = starting
    return isFound
  }

  private func isMarked(_ process: pid_t, _ search: MarkerSearch) -> Bool {
    var isFound = false
    ProcessTable.withEnvironments(of: [process]) { _, environment in
      isFound = environment.map { search.finds(in: $0) } ?? true
    }
    return isFound
  }
}
