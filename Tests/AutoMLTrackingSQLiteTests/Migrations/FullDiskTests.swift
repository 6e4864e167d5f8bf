import AutoMLMigrations
import AutoMLModel
import AutoMLProcessTestKit
import AutoMLTracking
import AutoMLTrackingSQLite
import Foundation
import Testing

/// A disk without room, played by a small file system in memory.
@Suite(.serialized, .enabled(if: SmallDisk.isPossible, "needs the right to mount a tmpfs"))
struct FullDiskTests {
  @Test func `A full disk is an error, and loses nothing that was acknowledged`() async throws {
    let disk = try SmallDisk(kilobytes: 2_048)
    let store = try await openStore(at: disk.path("tracking.db"))
    let id = try await store.startExperiment(ExperimentRequest(user: "ada", name: "x"))
    var jobs = [try await store.startJob(JobRequest(experiment: id)).job]
    try disk.fill()
    var refusals = 0
    while refusals < 3 {
      do {
        jobs.append(
          try await store.startJob(
            JobRequest(experiment: id, parameters: ["x": .text(String(repeating: "x", count: 900))])
          ).job)
      } catch let error as TrackingError {
        #expect(error.code == .diskFull, "\(error)")
        refusals += 1
      }
      try #require(jobs.count < 10_000)
    }
    #expect(try await store.history(of: id, after: nil, limit: 10_000).map(\.id) == jobs)
    try disk.makeRoom()
    jobs.append(try await store.startJob(JobRequest(experiment: id)).job)
    let found = try await store.history(of: id, after: nil, limit: 10_000)
    #expect(found.map(\.id) == jobs)
    #expect(found.map(\.number) == Array(jobs.indices))
    try await store.close()
    try expectSound(disk.path("tracking.db"))
  }

  @Test func `A full disk refuses a fresh store`() async throws {
    let disk = try SmallDisk(kilobytes: 1_024)
    try disk.fill(leaving: 8_192)
    let path = disk.path("tracking.db")
    await expectRefusal(of: path, where: { $0 == .diskFull }) { _ = try await openStore(at: path) }
    try disk.makeRoom()
    let store = try await openStore(at: path)
    _ = try await store.startExperiment(ExperimentRequest(user: "ada", name: "x"))
    try await store.close()
    try expectSound(path)
  }

  @Test func `A full disk refuses a migration and leaves the store as it was`() async throws {
    let disk = try SmallDisk(kilobytes: 1_024)
    let path = disk.path("tracking.db")
    try await openStore(at: path).close()
    let before = FileManager.default.contents(atPath: path)
    try disk.fill()
    let fat = """
      CREATE TABLE fat AS
      WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 2000)
      SELECT i, zeroblob(1000) AS b FROM n;
      """
    let migrator = SQLiteMigrator(
      steps: Migrations.all + [.init(path: "9999_fat.sql", text: fat)])
    #expect(throws: TrackingError.self) { try migrator.migrate(fileAt: path) }
    #expect(FileManager.default.contents(atPath: path) == before)
    try disk.makeRoom()
    try await openStore(at: path).close()
    try expectSound(path)
  }
}

/// A file system of a fixed size in memory, mounted as long as it is held.
final class SmallDisk {
  /// Whether this process may mount one.
  static let isPossible: Bool = {
    guard geteuid() == 0, let folder = try? TemporaryFolder() else { return false }
    let place = folder.url.path
    defer { _ = Command.succeeds(["/bin/umount", place]) }
    return Command.succeeds(["/bin/mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", place])
  }()

  private let folder: TemporaryFolder

  init(kilobytes: Int) throws {
    folder = try TemporaryFolder()
    let size = "size=\(kilobytes)k"
    #expect(
      Command.succeeds(["/bin/mount", "-t", "tmpfs", "-o", size, "tmpfs", folder.url.path]))
  }

  deinit { _ = Command.succeeds(["/bin/umount", "-l", folder.url.path]) }

  func path(_ name: String) -> String { folder.path(name) }

  /// Writes a file that takes all room but some bytes.
  func fill(leaving bytes: Int = 0) throws {
    let ballast = path("ballast")
    _ = FileManager.default.createFile(atPath: ballast, contents: Data())
    let file = try #require(FileHandle(forWritingAtPath: ballast))
    let block = Data(repeating: 1, count: 4_096)
    var size = 0
    while (try? file.write(contentsOf: block)) != nil { size += block.count }
    try file.truncate(atOffset: UInt64(max(0, size - bytes)))
    try file.close()
  }

  func makeRoom() throws { try FileManager.default.removeItem(atPath: path("ballast")) }
}
