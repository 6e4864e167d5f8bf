import AutoMLModel
import AutoMLProcessTestKit
import AutoMLTracking
import AutoMLTrackingSQLite
import Foundation
import GRDB
import Testing

/// Files that are not a store, or cannot be used as one.
@Suite struct ForeignFileTests {
  let folder: TemporaryFolder
  let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = folder.path()
  }

  private static let modes: [SQLiteConfiguration.Mode] = [.readWrite, .existing, .readOnly]

  private func expectRefused(
    _ code: TrackingError.Code, mode: SQLiteConfiguration.Mode,
    at place: SourceLocation = #_sourceLocation
  ) async throws {
    let before = try bytes(in: folder)
    await expectRefusal(of: path, at: place, where: { $0 == code }) {
      _ = try await SQLiteConnector.open(
        path: path, configuration: SQLiteConfiguration(mode: mode))
    }
    #expect(try bytes(in: folder) == before, sourceLocation: place)
  }

  @Test(
    arguments: [
      "Dear diary,\n", "x", String(repeating: "text ", count: 10_000),
      "SQLite format 3\0 and then nothing", "SQLite format 3",
    ], modes)
  func `A file that is no database is refused`(
    content: String, mode: SQLiteConfiguration.Mode
  ) async throws {
    _ = FileManager.default.createFile(atPath: path, contents: Data(content.utf8))
    try await expectRefused(.notADatabase, mode: mode)
  }

  @Test(arguments: modes)
  func `The database of another program is refused`(
    mode: SQLiteConfiguration.Mode
  ) async throws {
    try execute("CREATE TABLE bookmarks (url TEXT); INSERT INTO bookmarks VALUES ('x')")
    try await expectRefused(.notADatabase, mode: mode)
  }

  @Test(arguments: modes)
  func `The database of another program in WAL mode is refused`(
    mode: SQLiteConfiguration.Mode
  ) async throws {
    let queue = try DatabaseQueue(path: path)
    try await queue.writeWithoutTransaction { database in
      try database.execute(sql: "PRAGMA journal_mode = WAL")
      try database.execute(sql: "CREATE TABLE bookmarks (url TEXT)")
    }
    await expectRefusal(of: path, where: { $0 == .notADatabase }) {
      _ = try await SQLiteConnector.open(
        path: path, configuration: SQLiteConfiguration(mode: mode))
    }
    try queue.close()
    try await expectRefused(.notADatabase, mode: mode)
  }

  @Test func `A database that names another program is refused, also when empty`() async throws {
    try execute("PRAGMA application_id = 252006674; VACUUM")
    try await expectRefused(.notADatabase, mode: .readWrite)
  }

  @Test func `An empty file becomes a store`() async throws {
    _ = FileManager.default.createFile(atPath: path, contents: Data())
    let store = try await openStore(at: path)
    _ = try await store.startExperiment(ExperimentRequest(user: "ada", name: "x"))
    try await store.close()
    try expectSound(path)
  }

  @Test(arguments: modes)
  func `A folder is refused`(mode: SQLiteConfiguration.Mode) async throws {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    try await expectRefused(.cannotOpen, mode: mode)
  }

  @Test(arguments: modes, ["pipe", "socket", "link to /dev/null"])
  func `What is no regular file is refused without being opened`(
    mode: SQLiteConfiguration.Mode, kind: String
  ) async throws {
    switch kind {
    case "pipe": #expect(mkfifo(path, 0o600) == 0)
    case "socket": try makeSocket()
    default:
      try FileManager.default.createSymbolicLink(
        atPath: path, withDestinationPath: "/dev/null")
    }
    await expectRefusal(
      of: kind.contains("null") ? "/dev/null" : path, where: { $0 == .cannotOpen }
    ) {
      _ = try await SQLiteConnector.open(
        path: path, configuration: SQLiteConfiguration(mode: mode))
    }
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.url.path)
    #expect(names == ["tracking.db"])
  }

  private func makeSocket() throws {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    let socket = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(socket) }
    let result = withUnsafePointer(to: address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(socket, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    try #require(result == 0)
  }

  @Test(arguments: modes)
  func `A path in a folder that is not there is refused`(
    mode: SQLiteConfiguration.Mode
  ) async throws {
    let path = folder.path("missing/deep/tracking.db")
    await expectRefusal(of: folder.path("missing/deep"), where: { $0 == .cannotOpen }) {
      _ = try await SQLiteConnector.open(
        path: path, configuration: SQLiteConfiguration(mode: mode))
    }
    #expect(try bytes(in: folder).isEmpty)
  }

  @Test(arguments: [SQLiteConfiguration.Mode.existing, .readOnly])
  func `A missing file is refused where none may be made`(
    mode: SQLiteConfiguration.Mode
  ) async throws {
    try await expectRefused(.cannotOpen, mode: mode)
  }

  @Test(arguments: ["", "a\0b"])
  func `A path that names nothing is refused`(path: String) async throws {
    await #expect(throws: TrackingError(.cannotOpen, "")) {
      _ = try await SQLiteConnector.open(path: path)
    }
  }

  @Test(arguments: ["with space.db", "quer?y=1.db", "ha#sh.db", "per%cent.db", "größe'.db"])
  func `A file may have any name`(name: String) async throws {
    for _ in 0..<2 {
      let store = try await openStore(at: folder.path(name))
      _ = try await store.startExperiment(ExperimentRequest(user: "ada", name: "x"))
      try await store.close()
    }
    let reader = try await SQLiteConnector.open(
      path: folder.path(name), configuration: SQLiteConfiguration(mode: .readOnly))
    #expect(try await reader.experiments().count == 2)
    try await reader.close()
    #expect(try bytes(in: folder).keys.allSatisfy { $0.hasPrefix(name) })
  }

  @Test(arguments: [16, 100, 107, 108, 512, 4_095, 4_096, 10_000, 90_112])
  func `A store that was cut off is refused and left as it is`(length: Int) async throws {
    try await makeStore()
    let whole = try #require(FileManager.default.contents(atPath: path))
    try #require(whole.count > length)
    try whole.prefix(length).write(to: URL(fileURLWithPath: path))
    let before = try bytes(in: folder)
    await expectRefusal(of: path, where: { $0 == .corrupt || $0 == .notADatabase }) {
      _ = try await openStore(at: path)
    }
    #expect(try bytes(in: folder) == before)
  }

  @Test func `A store with overwritten pages is refused`() async throws {
    try await makeStore()
    var whole = try #require(FileManager.default.contents(atPath: path))
    for index in 4_096..<min(whole.count, 40_000) { whole[index] = 0xAA }
    try whole.write(to: URL(fileURLWithPath: path))
    await expectRefusal(of: path, where: { $0 == .corrupt }) {
      _ = try await openStore(at: path)
    }
  }

  @Test func `A closed store is one file`() async throws {
    try await makeStore()
    #expect(try bytes(in: folder).keys.sorted() == ["tracking.db"])
  }

  private func makeStore() async throws {
    let store = try await openStore(at: path)
    _ = try await store.startExperiment(ExperimentRequest(user: "ada", name: "x"))
    #expect(try await store.experiments().count == 1)
    try await store.close()
  }

  private func execute(_ sql: String) throws {
    let queue = try DatabaseQueue(path: path)
    try queue.writeWithoutTransaction { try $0.execute(sql: sql) }
    try queue.close()
  }
}
