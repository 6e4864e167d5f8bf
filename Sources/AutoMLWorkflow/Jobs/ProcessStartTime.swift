import Foundation

/// Reads when a process began, which tells it from a later process of the same number.
enum ProcessStartTime {
  /// Clock ticks since boot (proc(5), field 22 of `/proc/PID/stat`), or nil when the process is
  /// gone or the system has no such file.
  static func of(_ process: Int) -> Int64? {
    guard let data = FileManager.default.contents(atPath: "/proc/\(process)/stat") else {
      return nil
    }
    // The second field, the program's name in parentheses, may itself hold spaces and parentheses.
    let text = String(decoding: data, as: UTF8.self)
    guard let end = text.lastIndex(of: ")") else { return nil }
    let fields = text[end...].split(separator: " ")
    return fields.count > 20 ? Int64(fields[20]) : nil
  }
}
