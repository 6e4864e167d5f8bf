import AutoMLTracking

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The processes of this host as `/proc` shows them.
///
/// See <https://man7.org/linux/man-pages/man5/proc.5.html>.
public struct LinuxProcessTable: ProcessInspecting {
  /// Makes a view of `/proc`.
  public init() {}

  /// The calling process; its host is named with the beginning of its machine id.
  public func identity() -> ProcessIdentity {
    let process = Int(getpid())
    return ProcessIdentity(
      host: Self.host(), bootID: Self.bootID(), processID: process,
      startTime: startTime(of: process) ?? 0)
  }

  /// When a process started, or nil when there is none; a zombie counts as gone.
  public func startTime(of process: Int) -> Int64? { Self.status(of: process)?.startTime }

  /// Every living process, with the token of those whose environment may be read.
  public func processes() -> [ProcessEntry] {
    Self.processNumbers().compactMap { process in
      guard let status = Self.status(of: process) else { return nil }
      return ProcessEntry(
        id: process, group: status.group, parent: status.parent, startTime: status.startTime,
        token: Self.token(of: process))
    }
  }

  /// Sends SIGKILL to a process, unless it is the caller or the first one.
  public func kill(process: Int) {
    guard process > 1, process != Int(getpid()), let number = pid_t(exactly: process) else {
      return
    }
    _ = signal(number)
  }

  /// Sends SIGKILL to a group, unless it is the caller's or the first one.
  public func kill(group: Int) {
    guard group > 1, group != Int(getpgrp()), let number = pid_t(exactly: group) else { return }
    _ = signal(-number)
  }

  private func signal(_ number: pid_t) -> Int32 {
    #if canImport(Glibc)
      Glibc.kill(number, SIGKILL)
    #elseif canImport(Musl)
      Musl.kill(number, SIGKILL)
    #else
      Darwin.kill(number, SIGKILL)
    #endif
  }

  // MARK: Files of /proc

  private static func status(
    of process: Int
  ) -> (parent: Int, group: Int, startTime: Int64)? {
    guard let fields = fields(of: process), !["Z", "X", "x"].contains(fields[0]),
      let parent = Int(fields[1]), let group = Int(fields[2]), let startTime = Int64(fields[19])
    else { return nil }
    return (parent, group, startTime)
  }

  /// The fields of `stat` from the third on: 3 is the state, 4 the parent, 5 the process group, 22
  /// the start time, 23 the address space, 51 the end of the environment.
  private static func fields(of process: Int) -> [String]? {
    guard let bytes = contents(of: "/proc/\(process)/stat"),
      // The command's name stands in brackets and may hold anything, brackets included.
      let end = bytes.lastIndex(of: UInt8(ascii: ")"))
    else { return nil }
    let fields = bytes[(end + 1)...].split(separator: UInt8(ascii: " ")).map {
      String(decoding: $0, as: UTF8.self)
    }
    return fields.count > 48 ? fields : nil
  }

  private static func token(of process: Int) -> String? {
    let name = Array("\(SessionEnvironment.tokenVariable)=".utf8)
    guard let bytes = environment(of: process) else { return nil }
    let variable = bytes.split(separator: 0).first { $0.starts(with: name) }
    return variable.map { String(decoding: $0.dropFirst(name.count), as: UTF8.self) }
  }

  /// The environment of a process; of one in the midst of `execve`, as soon as it has one.
  private static func environment(of process: Int) -> [UInt8]? {
    let path = "/proc/\(process)/environ"
    for _ in 0..<200 {
      guard let bytes = contents(of: path) else { return nil }
      guard bytes.isEmpty else { return bytes }
      // It has an address space already, but no environment in it, not even an empty one.
      guard let fields = fields(of: process), fields[20] != "0", fields[48] == "0" else { break }
      usleep(500)
    }
    // It may have had none a moment ago.
    return contents(of: path)
  }

  private static func processNumbers() -> [Int] {
    guard let folder = opendir("/proc") else { return [] }
    defer { closedir(folder) }
    var numbers: [Int] = []
    while let entry = readdir(folder) {
      let number = withUnsafeBytes(of: entry.pointee.d_name) { name in
        Int(String(decoding: name.prefix { $0 != 0 }, as: UTF8.self))
      }
      if let number { numbers.append(number) }
    }
    return numbers
  }

  private static func bootID() -> String {
    let boot = line(of: "/proc/sys/kernel/random/boot_id") ?? "unknown"
    var buffer = [CChar](repeating: 0, count: 64)
    let count = readlink("/proc/self/ns/pid", &buffer, buffer.count)
    let namespace = String(
      decoding: buffer.prefix(max(0, count)).map(UInt8.init(bitPattern:)), as: UTF8.self)
    return "\(boot)/\(namespace.filter { $0.isNumber })"
  }

  private static func host() -> String {
    var buffer = [CChar](repeating: 0, count: 256)
    let result = gethostname(&buffer, buffer.count - 1)
    let bytes = buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:))
    let name = result == 0 ? String(decoding: bytes, as: UTF8.self) : ""
    let machine = line(of: "/etc/machine-id").map { "/" + $0.prefix(8) } ?? ""
    return (name.isEmpty ? "localhost" : name) + machine
  }

  private static func line(of path: String) -> String? {
    guard let bytes = contents(of: path) else { return nil }
    let text = String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
    return text.isEmpty ? nil : text
  }

  private static func contents(of path: String) -> [UInt8]? {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var contents: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 16_384)
    while true {
      let count = read(file, &buffer, buffer.count)
      if count < 0 { return nil }
      if count == 0 { return contents }
      contents += buffer[..<count]
    }
  }
}
