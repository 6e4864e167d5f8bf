public import AutoMLModel
public import AutoMLTracking
import Synchronization

/// One shared store, with everything around it under the test's control.
public protocol ConnectorFixture: Sendable {
  /// The time that all connectors of this fixture see.
  var time: ManualTimeSource { get }

  /// How long a session of another host may be silent before it counts as dead.
  var lease: Duration { get }

  /// Opens the store as one more process, which is alive from now on.
  func connect(as process: ProcessStandIn) async throws -> any Connector

  /// Makes a process vanish as by SIGKILL: its connector is never closed.
  func kill(_ process: ProcessStandIn) async throws
}

extension ConnectorFixture {
  /// Opens the store as a new process of the host that all tests share.
  public func connect() async throws -> any Connector {
    try await connect(as: ProcessStandIn())
  }
}

/// A process as the store's recovery sees it, played by the test.
public struct ProcessStandIn: Hashable, Sendable {
  /// The host it runs on.
  public var host: String
  /// The run of the host's system.
  public var bootID: String
  /// Its process number.
  public var id: Int
  /// Its start time in clock ticks since boot.
  public var startTime: Int64

  private static let lastID = Mutex(1_000)

  /// Describes a process; without arguments a new one of the host that all tests share.
  public init(
    host: String = "here", bootID: String = "boot-1", id: Int? = nil, startTime: Int64 = 1
  ) {
    self.host = host
    self.bootID = bootID
    self.id =
      id
      ?? Self.lastID.withLock { last in
        last += 1
        return last
      }
    self.startTime = startTime
  }
}

/// A clock that moves only when it is told to.
public final class ManualTimeSource: TimeSource {
  private let present: Mutex<Timestamp>

  /// Makes a clock that shows a moment.
  public init(_ start: Timestamp = Timestamp(microseconds: 1_700_000_000_000_000)) {
    present = Mutex(start)
  }

  /// The moment it shows.
  public func now() -> Timestamp { present.withLock { $0 } }

  /// Moves on, or back by a negative duration.
  public func advance(by duration: Duration) {
    present.withLock { $0 = $0.advanced(by: duration) }
  }
}
