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
  /// The memory they hold now, in bytes: resident, and more than they really hold together where
  /// pages that they share are counted for each; see ``ProcessTable/proportionalMemory(of:)``.
  var memory = 0
  /// Who they are.
  var processes: [pid_t] = []
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
        usage.processes.append(process)
        usage.cpuTime += .seconds(Double(status.ticks) / ticksPerSecond)
        usage.memory += Int(status.pages) * pageSize
      }
      entries.removeFirst(found)
    } while found > 0
    return usage
  }

  /// The memory that processes hold together, in bytes: resident, and of a page that several
  /// processes hold, theirs or not, each has its part.
  ///
  /// A process that does not let us see its parts counts with the whole of its resident memory. To
  /// look takes the longer the more memory there is, tens of milliseconds for some gigabytes.
  static func proportionalMemory(of processes: [pid_t]) -> Int {
    processes.reduce(into: 0) { sum, process in
      // One that has ended meanwhile holds nothing.
      sum +=
        proportionalMemory(of: process)
        ?? ProcessStatus(of: process).map { Int($0.pages) * pageSize } ?? 0
    }
  }

  private static func proportionalMemory(of process: pid_t) -> Int? {
    withSmallFile("/proc/\(process)/smaps_rollup") { text in
      let line = text.split(separator: UInt8(ascii: "\n")).first { $0.starts(with: "Pss:".utf8) }
      let words = line?.split(separator: UInt8(ascii: " "))
      return words?.dropFirst().first.flatMap { ProcessStatus.number($0) }.map { Int($0) * 1024 }
    }
  }

  private static let ticksPerSecond = Double(sysconf(Int32(_SC_CLK_TCK)))
  private static let pageSize = Int(sysconf(Int32(_SC_PAGESIZE)))
}
