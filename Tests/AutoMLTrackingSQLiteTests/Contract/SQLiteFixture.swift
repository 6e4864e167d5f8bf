import AutoMLModel
import AutoMLProcessTestKit
import AutoMLTracking
import AutoMLTrackingSQLite
import AutoMLTrackingTestKit
import Synchronization

/// A store in a file of its own, with processes that the test plays.
final class SQLiteFixture: ConnectorFixture {
  let time = ManualTimeSource()
  let lease = Duration.seconds(60)
  private let durability: SQLiteConfiguration.Durability
  private let folder: TemporaryFolder
  private let living = Mutex<Set<ProcessStandIn>>([])
  private let connectors = Mutex<[SQLiteConnector]>([])

  init(durability: SQLiteConfiguration.Durability) throws {
    self.durability = durability
    folder = try TemporaryFolder()
  }

  var path: String { folder.path() }

  func connect(as process: ProcessStandIn) async throws -> any Connector {
    living.withLock { _ = $0.insert(process) }
    let connector = try await SQLiteConnector.open(
      path: folder.path(),
      configuration: SQLiteConfiguration(
        durability: durability, leaseTime: lease, timeSource: time,
        processTable: PlayedProcessTable(process: process) { [weak self] in
          self?.living.withLock { $0 } ?? []
        }))
    connectors.withLock { $0.append(connector) }
    return connector
  }

  func kill(_ process: ProcessStandIn) async throws {
    living.withLock { _ = $0.remove(process) }
  }

  /// Closes every connector, the dead ones too.
  func tearDown() async throws {
    for connector in connectors.withLock({ $0 }) { try await connector.close() }
  }
}

/// A process table in which exactly the played processes of the caller's host live.
private struct PlayedProcessTable: ProcessInspecting {
  let process: ProcessStandIn
  let living: @Sendable () -> Set<ProcessStandIn>

  func identity() -> ProcessIdentity {
    ProcessIdentity(
      host: process.host, bootID: process.bootID, processID: process.id,
      startTime: process.startTime)
  }

  private var neighbours: [ProcessStandIn] {
    living().filter { $0.host == process.host && $0.bootID == process.bootID }
  }

  func startTime(of id: Int) -> Int64? { neighbours.first { $0.id == id }?.startTime }

  func processes() -> [ProcessEntry] {
    neighbours.map { ProcessEntry(id: $0.id, group: $0.id, startTime: $0.startTime, token: nil) }
  }

  func kill(process: Int) {}

  func kill(group: Int) {}
}
