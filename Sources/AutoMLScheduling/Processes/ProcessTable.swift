#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What the system tells of running processes; see proc(5).
///
/// On a system without `/proc` nothing is ever found.
public enum ProcessTable {
  /// When a process began, which tells it from a later process of the same number.
  ///
  /// - Returns: Clock ticks since boot, field 22 of `/proc/PID/stat`, or nil when it is gone.
  public static func startTime(of process: Int) -> Int64? {
    guard let fields = fieldsAfterName(of: pid_t(process)), fields.count > 19 else { return nil }
    return Int64(String(decoding: fields[19], as: UTF8.self))
  }

  /// The numbers of the processes that may have been started after another one.
  ///
  /// Numbers are given out in ascending order until they wrap around, so that those above the
  /// other one's are enough, unless they may have wrapped around since.
  ///
  /// - Parameter forks: ``forks`` when the other one was started.
  static func processes(startedAfter process: pid_t, forks: Int?) -> [pid_t] {
    guard let last = lastNumber, last >= process, let forks, let now = self.forks,
      now - forks < smallestNumberSpace
    else { return numbers }
    return numbers.filter { $0 > process }
  }

  /// Fewer processes than this cannot use up the numbers: half of the smallest usual limit.
  private static let smallestNumberSpace = 16_384

  /// How many processes and threads the system has begun: the line `processes` of `/proc/stat`.
  static var forks: Int? {
    contents("/proc/stat")?.split(separator: 10).lazy
      .first { $0.starts(with: "processes ".utf8) }
      .flatMap { Int(String(decoding: $0.dropFirst("processes ".utf8.count), as: UTF8.self)) }
  }

  /// Whether a process group has a member that is not a zombie.
  static func hasLiveMember(group: pid_t) -> Bool {
    numbers.contains { number in
      guard let (state, itsGroup) = status(of: number) else { return false }
      return itsGroup == group && state != UInt8(ascii: "Z")
    }
  }

  /// Whether a process has ended, waited for or not; false where that is not known.
  static func hasEnded(_ process: pid_t) -> Bool {
    #if canImport(Darwin)
      false
    #else
      status(of: process).map { $0.state == UInt8(ascii: "Z") } ?? true
    #endif
  }

  /// Whether a process was started with a mark in its environment; a zombie has none.
  static func wasStarted(_ process: pid_t, with marker: ProcessMarker) -> Bool {
    guard let environment = contents("/proc/\(process)/environ") else { return false }
    return environment.split(separator: 0).contains { marker.isHeld(by: $0) }
  }

  private static var numbers: [pid_t] {
    guard let folder = opendir("/proc") else { return [] }
    defer { closedir(folder) }
    var numbers: [pid_t] = []
    while let entry = readdir(folder) {
      let number = withUnsafeBytes(of: entry.pointee.d_name) { name in
        pid_t(String(decoding: name.prefix { $0 != 0 }, as: UTF8.self))
      }
      if let number { numbers.append(number) }
    }
    return numbers
  }

  /// The number that was given out last: the fifth field of `/proc/loadavg`.
  private static var lastNumber: pid_t? {
    contents("/proc/loadavg")?.split(separator: UInt8(ascii: " ")).last.flatMap {
      pid_t(String(decoding: $0.filter { $0 != 10 }, as: UTF8.self))
    }
  }

  /// The state and the process group: fields 3 and 5 of `/proc/PID/stat`.
  private static func status(of process: pid_t) -> (state: UInt8, group: pid_t)? {
    guard let fields = fieldsAfterName(of: process), fields.count > 2,
      let state = fields[0].first, let group = pid_t(String(decoding: fields[2], as: UTF8.self))
    else { return nil }
    return (state, group)
  }

  /// The fields of `/proc/PID/stat` from the third on.
  static func fieldsAfterName(of process: pid_t) -> [ArraySlice<UInt8>]? {
    // The second field, the program's name in parentheses, may itself hold spaces.
    guard let text = contents("/proc/\(process)/stat"),
      let end = text.lastIndex(of: UInt8(ascii: ")"))
    else { return nil }
    return text[text.index(after: end)...].split(separator: UInt8(ascii: " "))
  }

  private static func contents(_ path: String) -> [UInt8]? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 16_384)
    while true {
      let count = read(descriptor, &buffer, buffer.count)
      guard count > 0 else { return count == 0 ? bytes : nil }
      bytes.append(contentsOf: buffer.prefix(count))
    }
  }
}
