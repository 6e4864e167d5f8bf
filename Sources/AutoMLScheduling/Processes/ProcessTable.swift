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
    ProcessStatus(of: pid_t(process))?.startTime
  }

  /// Whether a process is in a group and no zombie.
  static func isAlive(_ process: pid_t, inGroup group: pid_t) -> Bool {
    guard let status = ProcessStatus(of: process) else { return false }
    return status.group == group && status.state != UInt8(ascii: "Z")
  }

  /// Whether a process has ended, waited for or not; false where that is not known.
  static func hasEnded(_ process: pid_t) -> Bool {
    #if canImport(Darwin)
      false
    #else
      ProcessStatus(of: process).map { $0.state == UInt8(ascii: "Z") } ?? true
    #endif
  }

  /// Calls a closure with the environment that each of the processes was started with, or with nil
  /// for one that is just being started and has none yet.
  ///
  /// A zombie has none; of a process that is not ours none is to be seen.
  static func withEnvironments(
    of processes: [pid_t], _ body: (pid_t, UnsafeRawBufferPointer?) -> Void
  ) {
    var buffer = [UInt8](repeating: 0, count: processes.isEmpty ? 0 : 16_384)
    for process in processes {
      let path = "/proc/\(process)/environ"
      guard var count = contents(path, into: &buffer) else { continue }
      if count == 0 {
        if isStarting(process) {
          body(process, nil)
          continue
        }
        // It may have had none a moment ago.
        count = contents(path, into: &buffer) ?? 0
      }
      buffer.withUnsafeBytes { body(process, UnsafeRawBufferPointer(rebasing: $0[..<count])) }
    }
  }

  /// Whether a process is in the midst of `execve`: it has an address space already, but no
  /// environment in it, not even an empty one.
  private static func isStarting(_ process: pid_t) -> Bool {
    withSmallFile("/proc/\(process)/stat") { text in
      guard let end = text.lastIndex(of: UInt8(ascii: ")")) else { return nil }
      let fields = text[(end + 1)...].split(separator: UInt8(ascii: " "))
      // From the third one on: field 23 is the address space, 51 the end of the environment.
      guard fields.count > 48 else { return nil }
      return ProcessStatus.number(fields[20]) != 0 && ProcessStatus.number(fields[48]) == 0
    } ?? false
  }

  /// The numbers of all processes.
  static var numbers: [pid_t] {
    guard let folder = opendir("/proc") else { return [] }
    defer { closedir(folder) }
    var numbers: [pid_t] = []
    while let entry = readdir(folder) {
      let number = withUnsafeBytes(of: entry.pointee.d_name) { name in
        ProcessStatus.number(name.prefix { $0 != 0 })
      }
      if let number { numbers.append(pid_t(number)) }
    }
    return numbers
  }

  /// The number that was given out last: the fifth field of `/proc/loadavg`.
  static var lastNumber: pid_t? {
    withSmallFile("/proc/loadavg") { text in
      let last = text.split(separator: UInt8(ascii: " ")).last
      return last.flatMap { ProcessStatus.number($0.prefix { $0 != 10 }) }.map { pid_t($0) }
    }
  }

  /// The number at which numbers begin anew; the smallest usual one where that is not known.
  static let mostNumbers: Int =
    withSmallFile("/proc/sys/kernel/pid_max") { text in
      ProcessStatus.number(text.prefix { $0 != 10 }).map { Int($0) }
    } ?? 32_768

  /// Gives the beginning of a file, more than which no line of it has; nil when there is none.
  static func withSmallFile<Value>(
    _ path: String, _ body: (UnsafeRawBufferPointer) -> Value?
  ) -> Value? {
    withUnsafeTemporaryAllocation(byteCount: 2048, alignment: 1) { buffer in
      let file = open(path, O_RDONLY | O_CLOEXEC)
      guard file >= 0 else { return nil }
      defer { close(file) }
      let count = read(file, buffer.baseAddress, buffer.count)
      return count > 0 ? body(UnsafeRawBufferPointer(rebasing: buffer[..<count])) : nil
    }
  }

  /// Reads a whole file into a buffer, which is made bigger as needed.
  ///
  /// - Returns: How long it is, or nil when it cannot be read.
  private static func contents(_ path: String, into buffer: inout [UInt8]) -> Int? {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var length = 0
    while true {
      if length == buffer.count {
        buffer.append(contentsOf: repeatElement(0, count: buffer.count))
      }
      let count = buffer.withUnsafeMutableBytes {
        read(file, $0.baseAddress?.advanced(by: length), $0.count - length)
      }
      guard count > 0 else { return count == 0 ? length : nil }
      length += count
    }
  }
}
