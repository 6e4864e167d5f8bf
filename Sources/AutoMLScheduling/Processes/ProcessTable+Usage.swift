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
  /// What the processes of a group use together.
  ///
  /// A process that ended and was waited for by another one of the group still counts with its
  /// time, not with its memory.
  ///
  /// - Parameter forks: ``forks`` when the leader was started.
  static func usage(ofGroup group: pid_t, forks: Int?) -> ProcessUsage {
    var usage = ProcessUsage()
    for process in [group] + processes(startedAfter: group, forks: forks) {
      guard let fields = fieldsAfterName(of: process), fields.count > 21,
        Self.number(fields[2]) == Int(group)
      else { continue }
      // Fields 14 to 17 of proc(5): user and system time, its own and that of its children.
      let ticks = (11...14).reduce(0) { $0 + (Self.number(fields[$1]) ?? 0) }
      usage.cpuTime += .seconds(Double(ticks) / Double(sysconf(Int32(_SC_CLK_TCK))))
      usage.memory += (Self.number(fields[21]) ?? 0) * Int(sysconf(Int32(_SC_PAGESIZE)))
    }
    return usage
  }

  private static func number(_ field: ArraySlice<UInt8>) -> Int? {
    Int(String(decoding: field, as: UTF8.self))
  }
}
