import AutoMLProcessTestKit
import AutoMLTracking
@testable import AutoMLTrackingSQLite
import Foundation
import GRDB
import Testing

@Suite("Looking into a file that others write to")
struct DatabaseFileTests {
  let folder: TemporaryFolder
  let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = folder.path()
    try execute("CREATE TABLE number (value INTEGER NOT NULL); INSERT INTO number VALUES (1)")
  }

  @Test("sees one state, whenever the other commits")
  func consistent() throws {
    var looks = 0
    let (before, after) = try DatabaseFile(path: path).read { db in
      looks += 1
      let before = try sum(db)
      if looks == 1 { try execute("INSERT INTO number VALUES (2)") }
      return (before, try sum(db))
    }
    #expect(looks >= 2)
    #expect(before == 3)
    #expect(after == 3)
  }

  @Test("looks again before it calls the file damaged")
  func damagedMeanwhile() throws {
    var looks = 0
    let found = try DatabaseFile(path: path).read { db in
      looks += 1
      if looks == 1 {
        try execute("INSERT INTO number VALUES (2)")
        throw DatabaseError(resultCode: .SQLITE_CORRUPT)
      }
      return try sum(db)
    }
    #expect(looks >= 2)
    #expect(found == 3)
  }

  @Test("calls a damaged file damaged at once, when nobody wrote to it lately")
  func damaged() throws {
    let long = ContinuousClock.now + .milliseconds(30)
    while ContinuousClock.now < long { usleep(1_000) }
    var looks = 0
    let error = #expect(throws: TrackingError.self) {
      try DatabaseFile(path: path).read { _ in
        looks += 1
        throw DatabaseError(resultCode: .SQLITE_CORRUPT)
      }
    }
    #expect(error?.code == .corrupt)
    #expect(looks == 1)
  }

  @Test("undoes what somebody left half-written, and leaves nothing beside the file")
  func hotJournal() throws {
    // What a writer that dies leaves: the file with its changes, the journal with what was there.
    let copy = folder.path("copy.db")
    var configuration = Configuration()
    configuration.prepareDatabase { try $0.execute(sql: "PRAGMA cache_size = 1") }
    let queue = try DatabaseQueue(path: path, configuration: configuration)
    try queue.inDatabase { db in
      try db.inTransaction(.immediate) {
        try db.execute(
          sql: """
            WITH RECURSIVE n (value) AS (SELECT 10 UNION ALL SELECT value + 1 FROM n LIMIT 50000)
            INSERT INTO number SELECT value FROM n
            """)
        for name in ["", "-journal"] {
          try FileManager.default.copyItem(atPath: path + name, toPath: copy + name)
        }
        return .rollback
      }
    }
    try queue.close()
    #expect(try DatabaseFile(path: copy).read(sum) == 1)
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted()
        == ["copy.db", "tracking.db"])
  }

  private func sum(_ db: Database) throws -> Int? {
    try Int.fetchOne(db, sql: "SELECT sum(value) FROM number")
  }

  private func execute(_ sql: String) throws {
    let queue = try DatabaseQueue(path: path)
    try queue.inDatabase { try $0.execute(sql: sql) }
    try queue.close()
  }
}
