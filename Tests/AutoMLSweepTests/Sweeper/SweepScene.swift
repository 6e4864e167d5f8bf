import AutoMLModel
import AutoMLProcessTestKit
import AutoMLSweep
import AutoMLTracking
import AutoMLTrackingSQLite
import AutoMLTrackingTestKit
import Synchronization
import Testing

/// A database file of its own for one test, with whoever has it open.
final class SweepScene: Sendable {
  let folder: TemporaryFolder
  /// The time that the file's connectors see, for tests of leases.
  let time = ManualTimeSource()
  private let opened = Mutex<[SQLiteConnector]>([])

  init() throws { folder = try TemporaryFolder() }

  var path: String { folder.path() }

  /// Opens the file once more, or another one of the folder.
  func connect(
    _ name: String = "tracking.db", mode: SQLiteConfiguration.Mode = .readWrite
  ) async throws -> SQLiteConnector {
    let store = try await SQLiteConnector.open(
      path: folder.path(name), configuration: SQLiteConfiguration(mode: mode, timeSource: time))
    opened.withLock { $0.append(store) }
    return store
  }

  /// Opens the sweep "d1" over combinations of one factor, on a connector of its own.
  func sweeper(
    _ levels: [Int], options: ParamSweeper.Options = .init()
  ) async throws -> ParamSweeper {
    try await ParamSweeper(
      "d1", in: try await connect(), sweeps: numbered(levels), options: options)
  }

  /// Opens the sweep "d1" as it is, on a connector of its own.
  func sweeper(options: ParamSweeper.Options = .init(joinsRun: true)) async throws -> ParamSweeper {
    try await ParamSweeper("d1", in: try await connect(), options: options)
  }

  /// Lets go of the file.
  func close() async throws {
    let opened = opened.withLock { opened in
      defer { opened = [] }
      return opened
    }
    for store in opened { try await store.close() }
  }
}

/// Combinations of one factor.
func numbered(_ levels: [Int]) -> [Combination] { levels.map(numbered) }

/// A combination of one factor.
func numbered(_ level: Int) -> Combination {
  guard let made = Combination(["x": ParameterValue.integer(Int64(level))]) else {
    preconditionFailure("Whole numbers are levels.")
  }
  return made
}

extension Combination {
  /// The level of the only factor.
  var level: Int { levels.first?.number.map { Int($0) } ?? -1 }
}

extension Sequence<Combination> {
  /// The levels of the only factor.
  var levels: [Int] { map(\.level) }
}

extension ParamSweeper {
  /// The present counts as "T5 R5 S0 I0 D0", which the lists of ``stats()`` confirm.
  func counts() async throws -> String {
    let (counts, state) = (try await record().counts, try await stats())
    #expect(
      counts
        == SweepCounts(
          total: state.sweeps.count, remaining: state.remaining.count,
          skipped: state.skipped.count, inProgress: state.inProgress.count,
          done: state.done.count))
    #expect(counts.total == counts.remaining + counts.skipped + counts.inProgress + counts.done)
    return "T\(counts.total) R\(counts.remaining) S\(counts.skipped) I\(counts.inProgress) "
      + "D\(counts.done)"
  }

  /// Takes one, which must be there.
  func take() async throws -> Combination { try #require(try await next()) }
}
