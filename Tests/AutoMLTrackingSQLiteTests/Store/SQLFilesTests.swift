import AutoMLMigrations
import AutoMLModel
import AutoMLQueries
import AutoMLTracking
@testable import AutoMLTrackingSQLite
import Foundation
import GRDB
import Testing

private let package = URL(fileURLWithPath: #filePath)
  .deletingLastPathComponent().deletingLastPathComponent()
  .deletingLastPathComponent().deletingLastPathComponent()

@Suite("SQL files")
struct SQLFilesTests {
  @Test("Every statement prepares on the migrated schema, with named parameters only")
  func prepare() async throws {
    let fixture = try StoreFixture()
    try await fixture.open().close()
    try fixture.raw { db in
      for query in Query.all {
        do {
          _ = try db.makeStatement(sql: query.text)
        } catch {
          Issue.record("\(query.path): \(error)")
        }
        #expect(!query.text.contains("?"), "\(query.path) has a parameter without a name")
        #expect(query.text.hasPrefix("-- "), "\(query.path) does not say what it is for")
      }
    }
  }

  static let hot: [Query] = [
    .listHighestJobs, .listLowestJobs, .listJobs, .listRunningJobs, .hasRunningJob, .findJob,
    .insertJob, .findJobState, .findNextAttempt, .insertAttempt, .findRunningAttempt,
    .findNextPlace,
    .insertIntermediateResult,
    .listAvailableResources, .listFreeSlots, .takeResource, .listLiveSessions, .isSessionLive,
    .beatSession,
    .listProcessGroups, .loseAttempts, .stopExperimentsOfSessions, .freeResourcesOfSessions,
    .freeResourcesOfAttempt, .endResourcesOfAttempts, .findTally, .findExperiment, .findNextSet,
    .clearLastSet, .markLastSet, .listMultipleResults, .listAttempts, .deleteJobs,
    .endJob, .listOutcomes, .listOpenJobs, .listPendingJobs,
    .listRemaining, .listRemainingCombinations, .listHeldCombinations, .listCombinations,
    .findCombinationState, .findCombinations, .holdCombination, .endCombination, .isLeaseOver,
    .returnLeases, .returnCombinationsOfSessions,
  ]

  @Test("No hot statement reads a whole table or sorts", arguments: hot)
  func plan(of query: Query) async throws {
    let plan = try await steps(of: query)
    for step in plan { #expect(!step.contains("TEMP B-TREE"), "\(query.path): \(plan)") }
    expectNoScan(in: plan, of: query)
  }

  @Test(
    "A list of combinations, however long, is looked into through an index of what is wanted",
    arguments: [
      (Query.listRemaining, "combination_remaining"),
      (.listRemainingCombinations, "combination_remaining"),
      (.listHeldCombinations, "combination_held"), (.returnSkipped, "combination_held"),
      (.returnCombinationsOfSessions, "combination_held"), (.resetHeld, "combination_held"),
      (.isLeaseOver, "combination_lease"), (.returnLeases, "combination_lease"),
      (.findCombinations, "combination_digest"),
    ])
  func planOfCombinations(query: Query, index: String) async throws {
    let plan = try await steps(of: query)
    #expect(plan.contains { $0.contains("INDEX \(index) ") }, "\(query.path): \(plan)")
  }

  @Test("The choice among devices sorts them, but looks at one kind only")
  func planOfDevices() async throws {
    expectNoScan(in: try await steps(of: .listFreeDevices), of: .listFreeDevices)
  }

  private func steps(of query: Query) async throws -> [String] {
    let fixture = try StoreFixture()
    try await fixture.open().close()
    return try fixture.raw { db in
      let statement = try db.makeStatement(sql: "EXPLAIN QUERY PLAN " + query.text)
      let values = Dictionary(
        uniqueKeysWithValues: query.text.matches(of: /:([a-z_]+)/).map { (String($0.1), 1) }
          .reduce(into: [String: Int]()) { $0[$1.0] = $1.1 }.map { ($0, $1) })
      return try Row.fetchAll(statement, arguments: StatementArguments(values))
        .map { $0["detail"] as String }
    }
  }

  private func expectNoScan(in plan: [String], of query: Query) {
    for step in plan {
      let isSmall =
        [
          "json_each", "CONSTANT ROW", "USING INDEX session_live", "SCAN page",
          "USING INDEX attempt_running_unique",
        ]
        .contains { step.contains($0) }
      #expect(!step.hasPrefix("SCAN") || isSmall, "\(query.path): \(plan)")
    }
  }

  @Test("Each list of statuses in the schema is the enum's")
  func statuses() async throws {
    let fixture = try StoreFixture()
    try await fixture.open().close()
    let schema = try fixture.raw { db in
      try String.fetchAll(db, sql: "SELECT sql FROM sqlite_schema WHERE type = 'table'").joined()
    }
    try expect(ExperimentStatus.self, "experiment_status", in: schema)
    try expect(JobStatus.self, "job_status", in: schema)
    try expect(AttemptStatus.self, "attempt_status", in: schema)
    try expect(ResourceStatus.self, "resource_status", in: schema)
    try expect(OptimizationGoal.self, "experiment_goal", in: schema)
    try expect(CombinationStatus.self, "combination_status", in: schema)
  }

  private func expect<Status: CaseIterable & RawRepresentable<String>>(
    _ type: Status.Type, _ constraint: String, in schema: String
  ) throws {
    let check = try Regex("CONSTRAINT \(constraint) CHECK \\((?:\\s*\\w+ IN \\()?([^)]*)\\)")
    let match = try #require(try check.firstMatch(in: schema))
    let list = try #require(match.output[1].substring)
    let words = list.matches(of: /'([^']*)'/).map { String($0.1) }
    #expect(words == Status.allCases.map(\.rawValue))
  }
}

@Suite("SHA-256")
struct SHA256Tests {
  /// The examples of NIST for FIPS 180-4, and the lengths around a block.
  static let vectors: [(String, String)] = [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
    (
      "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmn"
        + "hijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
      "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
    ),
    (
      String(repeating: "a", count: 64),
      "ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb"
    ),
  ]

  @Test("It gives the digests of NIST's examples", arguments: vectors)
  func digest(text: String, digest: String) {
    #expect(SHA256.hexDigest(of: text.utf8) == digest)
  }

  @Test("It gives the digest of a million letters")
  func million() {
    #expect(
      SHA256.hexDigest(of: repeatElement(UInt8(ascii: "a"), count: 1_000_000))
        == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
  }
}
