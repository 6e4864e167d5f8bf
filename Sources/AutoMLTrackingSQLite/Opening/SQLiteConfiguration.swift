public import AutoMLModel

/// How a SQLite store is opened and kept.
public struct SQLiteConfiguration: Sendable {
  /// What opening may do to the file.
  public enum Mode: Hashable, Sendable {
    /// Creates the file when it is missing, migrates it and recovers.
    case readWrite
    /// As ``readWrite``, but the file must be there.
    case existing
    /// Changes nothing: never creates, migrates or recovers; every write throws `.readOnly`.
    case readOnly
  }

  /// What an acknowledged write survives.
  public enum Durability: Hashable, Sendable {
    /// A crash of the process and a power cut: the file is synced before each acknowledgement.
    ///
    /// Others can see a write a sync before it is acknowledged, so that they need not wait for it.
    case full
    /// A crash of the process; a power cut may undo the last writes, never part of one.
    case normal
  }

  /// What opening may do to the file.
  public var mode: Mode
  /// What an acknowledged write survives.
  public var durability: Durability
  /// How long a write waits for other processes before it throws `.busy`.
  public var busyTimeout: Duration
  /// How long the session of another host may be silent before it counts as dead.
  public var leaseTime: Duration
  /// Whether sessions that died are looked for when the store is opened for writing.
  public var recoversOnOpen: Bool
  /// Tells the time of everything that is recorded.
  public var timeSource: any TimeSource
  /// Tells which processes live, and ends orphans.
  public var processTable: any ProcessInspecting

  /// Makes a configuration; without arguments it is the one to use.
  public init(
    mode: Mode = .readWrite, durability: Durability = .full, busyTimeout: Duration = .seconds(10),
    leaseTime: Duration = .seconds(60), recoversOnOpen: Bool = true,
    timeSource: any TimeSource = SystemTimeSource(),
    processTable: any ProcessInspecting = LinuxProcessTable()
  ) {
    self.mode = mode
    self.durability = durability
    self.busyTimeout = busyTimeout
    self.leaseTime = leaseTime
    self.recoversOnOpen = recoversOnOpen
    self.timeSource = timeSource
    self.processTable = processTable
  }
}
