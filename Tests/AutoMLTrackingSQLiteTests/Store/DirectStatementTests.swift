import AutoMLModel
import AutoMLQueries
import AutoMLTracking
@testable import AutoMLTrackingSQLite
import GRDB
import Testing

@Suite("Direct statements")
struct DirectStatementTests {
  let fixture: StoreFixture
  let moment = Timestamp(microseconds: 1)

  init() throws { fixture = try StoreFixture() }

  @Test("A statement that fails tells why, and can be run again")
  func failure() async throws {
    let job = try await startedJob()
    try fixture.raw { db in
      let inserter = try ResultInserter(db)
      let bad = #expect(throws: DatabaseError.self) {
        try inserter.insert(.infinity, for: job, at: moment)
      }
      #expect(bad?.extendedResultCode == .SQLITE_CONSTRAINT_CHECK)
      #expect(bad?.message?.contains("intermediate_score_finite") == true)
      let good = try #require(try inserter.insert(0.5, for: job, at: moment))
      #expect(good.attempt == 1)
      #expect(try Int.fetchOne(db, sql: "SELECT number FROM intermediate_result") == 0)
      #expect(try db.value(.findIntermediateResult, ["irid": good.result.rawValue]) == 1)
    }
  }

  @Test("Numbers follow each other within a transaction, whichever way they come")
  func numbers() async throws {
    let job = try await startedJob()
    try fixture.raw { db in
      let inserter = try ResultInserter(db)
      try db.inTransaction {
        _ = try inserter.insert(1, for: job, at: moment)
        try db.inSavepoint {
          _ = try inserter.insert(2, for: job, at: moment)
          return .rollback
        }
        _ = try inserter.insert(3, for: job, at: moment)
        return .commit
      }
      let kept = try Row.fetchAll(db, sql: "SELECT number, score FROM intermediate_result")
      #expect(kept == [["number": 0, "score": 1.0], ["number": 1, "score": 3.0]])
    }
  }

  @Test("A job without a running attempt keeps nothing")
  func noAttempt() async throws {
    let job = try await startedJob()
    try fixture.raw { db in
      let kept = try ResultInserter(db).insert(
        1, for: JobID(rawValue: job.rawValue + 1), at: moment)
      #expect(kept == nil)
      #expect(try Int.fetchOne(db, sql: "SELECT count(*) FROM intermediate_result") == 0)
    }
  }

  @Test("A parameter that the statement lacks is an error, not a guess")
  func missingParameter() async throws {
    try await fixture.open().close()
    try fixture.raw { db in
      let statement = try DirectStatement(.findNextPlace, db)
      let error = #expect(throws: DatabaseError.self) {
        try statement.bind(1.0, to: statement.parameter(":jib"))
      }
      #expect(error?.resultCode == .SQLITE_RANGE)
    }
  }

  /// A running job in the file, which nobody has open for writing any more.
  private func startedJob() async throws -> JobID {
    try await fixture.open().startedJob().attempt.job
  }
}
