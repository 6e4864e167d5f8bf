import AutoMLModel
public import AutoMLTracking
import Synchronization

/// A list of combinations that threads and processes work off together, on as many hosts as the
/// connector serves: execo's `ParamSweeper`.
///
/// Each combination is in one of four states: remaining, in progress, done or skipped. Whoever asks
/// gets the next one that remains, which is then in progress until it is marked. States are kept
/// under the sweep's name in the connector's store, at once and durably; all sweepers of the name
/// see them, in this process or another, and nothing is kept here that the others would not see.
///
/// What a process had in progress when it died remains again, at the latest when somebody is told
/// that nothing remains. A combination that was skipped is left out until the next run begins. A run
/// begins with a sweeper: what was skipped by processes that have ended, or by an earlier sweeper of
/// this process, then remains again.
///
/// Safe to be used from any number of tasks.
public final class ParamSweeper: Sendable {
  /// How a sweeper takes and skips combinations.
  public struct Options: Hashable, Sendable {
    /// For how long combinations are taken at most; nil means as long as this process lives.
    ///
    /// A combination that is not marked or renewed in this time remains again, for others.
    public var lease: Duration?
    /// For whom combinations are taken, in words that are shown to people.
    public var owner: String?
    /// Whether skipped combinations are left out until a reset, and not only in this run.
    public var persistsSkips: Bool
    /// Whether the sweeper joins the run of others instead of beginning one.
    public var joinsRun: Bool

    /// Describes how; without arguments as execo does.
    public init(
      lease: Duration? = nil, owner: String? = nil, persistsSkips: Bool = false,
      joinsRun: Bool = false
    ) {
      self.lease = lease
      self.owner = owner
      self.persistsSkips = persistsSkips
      self.joinsRun = joinsRun
    }
  }

  /// The name under which the sweep is shared.
  public let name: String
  /// How it takes and skips combinations.
  public let options: Options

  let connector: any Connector
  let sweep: SweepID
  /// What was taken here and is not marked yet, with its hold.
  struct Taken {
    var marks: [Combination: CombinationMark] = [:]
    var layouts = CombinationLayouts()
  }

  let taken = Mutex(Taken())
  private let signsOfLife: Task<Void, Never>

  /// Opens a sweep whose list is known.
  ///
  /// - Throws: ``AutoMLTracking/TrackingError`` `.unknownSweep` when there is none of the name;
  ///   nothing is recorded then.
  public convenience init(
    _ name: String, in connector: any Connector, options: Options = Options()
  ) async throws {
    let record = try await connector.sweep(named: name)
    try await self.init(record, connector, options)
  }

  /// Opens a sweep and puts combinations on its list, as ``setSweeps(_:assuming:)`` does.
  public convenience init(
    _ name: String, in connector: any Connector,
    sweeps combinations: some Collection<Combination> & Sendable, options: Options = Options()
  ) async throws {
    let record = try await connector.setCombinations(
      Combination.entries(of: combinations), ofSweep: name)
    try await self.init(record, connector, options)
  }

  /// Records a sweep that nobody has recorded yet, and opens it.
  ///
  /// - Throws: ``AutoMLTracking/TrackingError`` `.sweepExists` when somebody has.
  public convenience init(
    creating name: String, in connector: any Connector,
    sweeps combinations: some Collection<Combination> & Sendable, options: Options = Options()
  ) async throws {
    let record = try await connector.createSweep(
      named: name, of: Combination.entries(of: combinations))
    try await self.init(record, connector, options)
  }

  private init(
    _ record: SweepRecord, _ connector: any Connector, _ options: Options
  ) async throws {
    if !options.joinsRun { _ = try await connector.beginRun(ofSweep: record.id) }
    name = record.name
    sweep = record.id
    self.connector = connector
    self.options = options
    // Others in another process namespace cannot see whether this process lives.
    signsOfLife = Task {
      while (try? await Task.sleep(for: .seconds(15))) != nil {
        if connector.isClosed { return }
        try? await connector.heartbeat()
      }
    }
  }

  deinit { signsOfLife.cancel() }
}
