#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What `/proc/PID/stat` tells of a process.
struct ProcessStatus {
  /// `R` for running, `Z` for a zombie and so on.
  private(set) var state: UInt8 = 0
  private(set) var parent: pid_t = 0
  private(set) var group: pid_t = 0
  /// User and system time, its own and that of children it has waited for, in clock ticks.
  private(set) var ticks: Int64 = 0
  /// Clock ticks since boot.
  private(set) var startTime: Int64 = 0
  /// Memory pages that it holds.
  private(set) var pages: Int64 = 0

  /// Reads it; nil when the process is gone.
  init?(of process: pid_t) {
    let status = ProcessTable.withSmallFile("/proc/\(process)/stat") { ProcessStatus(parsing: $0) }
    guard let status else { return nil }
    self = status
  }

  /// Reads the text of the file.
  init?(parsing text: UnsafeRawBufferPointer) {
    // The second field, the program's name in parentheses, may itself hold spaces.
    guard let end = text.lastIndex(of: UInt8(ascii: ")")) else { return nil }
    var field = 2
    for word in text[(end + 1)...].split(separator: UInt8(ascii: " "), maxSplits: 22) {
      field += 1
      switch field {
      case 3: state = word.first ?? 0
      case 4: parent = pid_t(Self.number(word) ?? 0)
      case 5: group = pid_t(Self.number(word) ?? 0)
      case 14...17: ticks += Self.number(word) ?? 0
      case 22: startTime = Self.number(word) ?? 0
      case 24: pages = Self.number(word) ?? 0
      default: break
      }
    }
    if field < 24 { return nil }
  }

  /// A number without a sign, or nil when there is none.
  static func number(_ digits: Slice<UnsafeRawBufferPointer>) -> Int64? {
    guard !digits.isEmpty else { return nil }
    var number: Int64 = 0
    for digit in digits {
      guard (48...57).contains(digit) else { return nil }
      let (product, overflow) = number.multipliedReportingOverflow(by: 10)
      let (sum, carry) = product.addingReportingOverflow(Int64(digit - 48))
      if overflow || carry { return nil }
      number = sum
    }
    return number
  }
}
