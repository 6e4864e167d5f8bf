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
  /// - Parameter forks: ``forks`` when the leader was started.
  static func usage(ofGroup group: pid_t, forks: Int?) -> ProcessUsage {
    let candidates = Set(processes(startedAfter: group, forks: forks)).union([group])
    var entries: [Entry] = candidates.sorted().compactMap { entry(of: $0) }
    var members = Set<pid_t>()
    var usage = ProcessUsage()
    var found: Int
    repeat {
      let known = members
      found = entries.partition { $0.group != group && !known.contains($0.parent) }
      for entry in entries[..<found] {
        members.insert(entry.process)
        usage.cpuTime += entry.cpuTime
        usage.memory += entry.memory
      }
      entries.removeFirst(found)
    } while found > 0
    return usage
  }

  /// What one process uses, and to whom it belongs.
  private struct Entry {
    let process: pid_t
    let parent: pid_t
    let group: pid_t
    let cpuTime: Duration
    let memory: Int
  }

  private static func entry(of process: pid_t) -> Entry? {
    guard let fields = fieldsAfterName(of: process), fields.count > 21,
      let parent = number(fields[1]), let group = number(fields[2])
    else { return nil }
    // Fields 14 to 17 of proc(5): user and system time, its own and that of its children.
    let ticks = (11...14).reduce(0) { $0 + (number(fields[$1]) ?? 0) }
    return Entry(
      process: process, parent: pid_t(parent), group: pid_t(group),
      cpuTime: .seconds(Double(ticks) / Double(sysconf(Int32(_SC_CLK_TCK)))),
      memory: (number(fields[21]) ?? 0) * Int(sysconf(Int32(_SC_PAGESIZE))))
  }

  private static func number(_ field: ArraySlice<UInt8>) -> Int? {
    Int(String(decoding: field, as: UTF8.self))
  }
}
