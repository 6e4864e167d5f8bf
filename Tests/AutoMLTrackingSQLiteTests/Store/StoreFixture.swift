import AutoMLModel
import AutoMLTracking
import AutoMLTrackingSQLite
import Foundation
import GRDB
import Synchronization

/// A folder of its own for a test, removed when the test lets go of it.
final class StoreFixture: Sendable {
  let folder: URL
  let clock = SettableClock()
  let table = FakeProcessTable()

  init(prefix: String = "automl-") throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "\(prefix)\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  var path: String { folder.appending(path: "store.db").path }

  /// Opens the store of this fixture under its clock and its processes.
  func open(
    _ durability: SQLiteConfiguration.Durability = .normal,
    mode: SQLiteConfiguration.Mode = .readWrite,
    process: ProcessIdentity? = nil,
    change: (inout SQLiteConfiguration) -> Void = { _ in }
  ) async throws -> SQLiteConnector {
    var configuration = SQLiteConfiguration(mode: mode, durability: durability)
    configuration.timeSource = clock
    configuration.processTable = process.map { table.seen(from: $0) } ?? table
    change(&configuration)
    return try await SQLiteConnector.open(path: path, configuration: configuration)
  }

  /// Looks at the file, or changes it, behind the connector's back.
  func raw<Value>(at path: String? = nil, _ body: (Database) throws -> Value) throws -> Value {
    let queue = try DatabaseQueue(path: path ?? self.path)
    defer { try? queue.close() }
    return try queue.inDatabase(body)
  }

  /// The files of the folder with their contents.
  func contents() throws -> [String: Data] {
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    return try Dictionary(
      uniqueKeysWithValues: names.map { name in
        (name, try Data(contentsOf: folder.appending(path: name)))
      })
  }
}

/// A clock that stands still until it is set.
final class SettableClock: TimeSource {
  private let time = Mutex(Timestamp(microseconds: 1_700_000_000_000_000))

  func now() -> Timestamp { time.withLock { $0 } }

  func advance(by duration: Duration) {
    time.withLock { $0 = $0.advanced(by: duration) }
  }
}

/// Processes that exist only here; a killed one is gone at once.
final class FakeProcessTable: ProcessInspecting {
  private struct State {
    var living: [ProcessEntry] = []
    var killed: [Int] = []
  }

  private let own: ProcessIdentity
  private let state: Mutex<State>

  init(
    own: ProcessIdentity = .init(host: "here", bootID: "boot/1", processID: 100, startTime: 5),
    living: [ProcessEntry] = [ProcessEntry(id: 100, group: 100, startTime: 5, token: nil)]
  ) {
    self.own = own
    state = Mutex(State(living: living))
  }

  /// The same processes through the eyes of another one.
  func seen(from process: ProcessIdentity) -> FakeProcessTable {
    FakeProcessTable(own: process, living: processes())
  }

  var killed: [Int] { state.withLock { $0.killed } }

  func add(_ process: ProcessEntry) { state.withLock { $0.living.append(process) } }

  func remove(_ process: Int) { state.withLock { $0.living.removeAll { $0.id == process } } }

  func identity() -> ProcessIdentity { own }

  func startTime(of process: Int) -> Int64? { processes().first { $0.id == process }?.startTime }

  func processes() -> [ProcessEntry] { state.withLock { $0.living } }

  func kill(process: Int) { kill { $0.id == process } }

  func kill(group: Int) { kill { $0.group == group } }

  private func kill(_ isVictim: (ProcessEntry) -> Bool) {
    state.withLock { state in
      state.killed += state.living.filter(isVictim).map(\.id)
      state.living.removeAll(where: isVictim)
    }
  }
}

extension ProcessIdentity {
  /// The process of another engine, which is not among the living ones.
  static let dead = ProcessIdentity(host: "here", bootID: "boot/1", processID: 666, startTime: 9)
}

extension Connector {
  /// A running experiment with one running job on new resources.
  func startedJob(
    name: String = "e", goal: OptimizationGoal = .maximize, resources: Int = 0
  ) async throws -> (experiment: ExperimentID, attempt: StartedAttempt) {
    let experiment = try await startExperiment(
      ExperimentRequest(user: "ada", name: name, goal: goal))
    let attempt = try await startJob(experiment, resources: resources)
    return (experiment, attempt)
  }

  func startJob(_ experiment: ExperimentID, resources: Int = 0) async throws -> StartedAttempt {
    let wish = ResourceRequest(type: "cpu", count: max(1, resources), createsMissing: true)
    return try await startJob(
      JobRequest(
        experiment: experiment, parameters: ["x": 1.0],
        resources: resources == 0 ? .exactly([]) : .any(wish)))
  }

  func finish(_ job: JobID, _ score: Double) async throws {
    try await finishJob(JobCompletion(job: job, score: try Score(score)))
  }
}

/// The error whose code is this one, whatever its message.
func tracking(_ code: TrackingError.Code) -> TrackingError { TrackingError(code, "") }
