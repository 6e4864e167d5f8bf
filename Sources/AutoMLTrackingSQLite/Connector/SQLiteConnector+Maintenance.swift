import AutoMLQueries
import AutoMLTracking
import GRDB

extension SQLiteConnector {
  private static let rules: [Query] = [
    .findBusyResourcesOfTheDead, .findMisheldResources, .findUnfreedAttempts,
    .findOverlappingAttempts, .findRunningJobsWithoutAttempt, .findRunningAttemptsWithoutJob,
    .findRunningAttemptsOfTheDead, .findActiveExperimentsOfTheDead, .findWrongTallies,
    .findWrongAttemptCounts, .findJobsAtOddsWithTheirAttempt, .findResultsOfOtherJobs,
    .findSecondLastSets, .findGapsInResults, .findGapsInOutcomes,
    .findWrongSweepTotals, .findCombinationsOfTheDead, .findCombinationsWithoutLevels,
  ]

  /// Looks for damage and for data that contradict each other.
  ///
  /// - Returns: A sentence for each problem; none for a sound store.
  /// - Throws: ``TrackingError`` when the file cannot be read at all.
  public func check() async throws -> [String] {
    try await read { db in
      var problems = try String.fetchAll(db, sql: "PRAGMA integrity_check").filter { $0 != "ok" }
      problems += try Row.fetchAll(db, sql: "PRAGMA foreign_key_check").map { row in
        let table: String = row["table"]
        let parent: String = row["parent"]
        let place = (row["rowid"] as Int64?).map { " \($0)" } ?? ""
        return "\(table)\(place) refers to a \(parent) that is not there"
      }
      for rule in Self.rules { problems += try db.values(rule, as: String.self) }
      return problems
    }
  }
}
