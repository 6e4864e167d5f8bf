#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What some processes use together.
struct ProcessUsage: Hashable {
  /// The processor time they have used, with that of children they have waited for.
  var cpuTime = Duration.zero
  /// The memory they hold now, in bytes: resident, shared pages counted for each.
  var memory = 0
}

extension ProcessTable {
  /// What the processes of a group use together, with those that left it but whose parent counts.
  ///
  /// A process that ended and was waited for by another one of them still counts with its time,
  /// not with its memory. One that left the group and lost its parent does not count.
  ///
  /// - Parameter younger: The processes that are younger than the group's leader.
  static func usage(
    ofGroup group: pid_t, among younger: inout YoungerProcesses
  ) -> ProcessUsage {
    // Threads would be counted as often as there are of them.
    let candidates = [group] + younger.numbers(ofProcessesOnly: true)
    var entries = candidates.sorted().compactMap { process in
      ProcessStatus(of: process).map { (process: process, status: $0) }
    }
    var members = Set<pid_t>()
    var usage = ProcessUsage()
    var found: Int
    repeat {
      let known = members
      found = entries.partition { $0.status.group != group && !known.contains($0.status.parent) }
      for (process, status) in entries[..<found] {
        members.insert(process)
        usage.cpuTime += .seconds(Double(status.ticks) / ticksPerSecond)
        usage.memory += Int(status.pages) * pageSize
      }
      entries.removeFirst(found)
    } while found > 0
    return usage
  }

  private static let ticksPerSecond = Double(sysconf(Int32(_SC_CLK_TCK)))
  private static let pageSize = Int(sysconf(Int32(_SC_PAGESIZE)))
}
