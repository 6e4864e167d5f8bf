import AutoMLMigrations
import AutoMLModel
import AutoMLProcessTestKit
import AutoMLTracking
import AutoMLTrackingSQLite
import GRDB
import Testing

/// The step that numbers the outcomes of a store that was filled without numbers.
@Suite struct OutcomeNumberTests {
  @Test func `Ended jobs are numbered by time, then by id, in each experiment`() async throws {
    let folder = try TemporaryFolder()
    let path = folder.path()
    _ = try SQLiteMigrator(steps: [Migrations.all[0]]).migrate(fileAt: path)
    try fill(path)

    let store = try await openStore(at: path)
    let one = try await store.history(of: 1, after: nil, limit: 10)
    #expect(one.map(\.outcomeNumber) == [2, nil, 0, 3, 1])
    let two = try await store.history(of: 2, after: nil, limit: 10)
    #expect(two.map(\.outcomeNumber) == [1, 0])
    try await store.updateJobStatus(one[1].id, to: .failed)
    #expect(try await store.job(one[1].id).outcomeNumber == 4)
    try await store.close()
  }

  private func fill(_ path: String) throws {
    let queue = try DatabaseQueue(path: path)
    try queue.writeWithoutTransaction { db in
      try db.execute(
        sql: """
          INSERT INTO user (name) VALUES ('ada');
          INSERT INTO experiment (
            uid, name, status, goal, labels, configuration, search_space, created, ended)
          SELECT 1, value, 'STOPPED', 'maximize', '[]', '{}', '{}', 0, 100
          FROM json_each('["one", "two", "empty"]');
          INSERT INTO job (eid, number, parameters, status, score, started, ended) VALUES
            (1, 0, '{}', 'FINISHED', 1, 0, 50), (2, 0, '{}', 'FAILED', NULL, 0, 9),
            (1, 1, '{}', 'PENDING', NULL, 0, NULL), (1, 2, '{}', 'CANCELLED', NULL, 0, 20),
            (1, 3, '{}', 'EARLY_STOPPED', NULL, 0, 50), (1, 4, '{}', 'FAILED', NULL, 0, 20),
            (2, 1, '{}', 'FINISHED', 2, 0, 3);
          """)
    }
    try queue.close()
  }
}
