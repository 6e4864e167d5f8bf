/// Which process this is, in words that tell it from every other one, on every host, ever.
public struct ProcessIdentity: Hashable, Sendable {
  /// The host.
  public var host: String
  /// One run of the host's system and one process namespace of it, as "BOOT/NAMESPACE".
  public var bootID: String
  /// The process number.
  public var processID: Int
  /// The process' start time in clock ticks since boot.
  public var startTime: Int64

  /// Describes a process.
  public init(host: String, bootID: String, processID: Int, startTime: Int64) {
    self.host = host
    self.bootID = bootID
    self.processID = processID
    self.startTime = startTime
  }
}

/// A living process of this host.
public struct ProcessEntry: Hashable, Sendable {
  /// The process number.
  public var id: Int
  /// The number of its process group.
  public var group: Int
  /// The number of the process that started it, or whoever adopted it; 0 when nobody is known.
  public var parent: Int
  /// Its start time in clock ticks since boot.
  public var startTime: Int64
  /// The session tokens in its environment, if it has any that may be read: its engine's, behind
  /// those of the engines that run its engine, joined by colons.
  public var token: String?

  /// Describes a process.
  public init(id: Int, group: Int, parent: Int = 0, startTime: Int64, token: String?) {
    self.id = id
    self.group = group
    self.parent = parent
    self.startTime = startTime
    self.token = token
  }

  /// Whether the process belongs to a session, or to one that runs within it.
  func carries(_ sessionToken: String) -> Bool {
    token?.split(separator: ":").contains { $0 == sessionToken } ?? false
  }
}

/// Tells which processes live on this host, and ends some; injected, so that tests need none.
public protocol ProcessInspecting: Sendable {
  /// Who the calling process is.
  func identity() -> ProcessIdentity

  /// When a process started, or nil when there is none; a zombie counts as gone.
  func startTime(of process: Int) -> Int64?

  /// Every living process, zombies apart.
  func processes() -> [ProcessEntry]

  /// Ends a process at once; nothing happens when it is gone.
  func kill(process: Int)

  /// Ends all processes of a group at once; nothing happens when there are none.
  func kill(group: Int)
}
