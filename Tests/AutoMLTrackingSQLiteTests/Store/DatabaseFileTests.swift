import AutoMLModel
import AutoMLTracking
import AutoMLTrackingSQLite
import Foundation
import Testing

@Suite("The file of a store")
struct DatabaseFileTests {
  let fixture: StoreFixture
  private let manager = FileManager.default

  init() throws { fixture = try StoreFixture() }

  private func path(_ name: String) -> String { fixture.folder.appending(path: name).path }

  @Test("is found through a link, with its log")
  func link() async throws {
    let link = path("elsewhere/link.db")
    try manager.createDirectory(atPath: path("elsewhere"), withIntermediateDirectories: false)
    try manager.createSymbolicLink(atPath: link, withDestinationPath: "../store.db")
    let store = try await fixture.open()
    _ = try await store.createExperiment(.init(user: "ada", name: "e"))
    let reader = try await SQLiteConnector.open(
      path: link, configuration: SQLiteConfiguration(mode: .readOnly))
    #expect(try await reader.experiments().count == 1)
    #expect(reader.path == store.path)
    try await reader.close()
    try await store.close()
  }

  @Test("is made where a link points that leads nowhere yet")
  func danglingLink() async throws {
    let link = path("link.db")
    try manager.createSymbolicLink(atPath: link, withDestinationPath: "store.db")
    let store = try await SQLiteConnector.open(path: link)
    #expect(store.path.hasSuffix("/store.db"))
    try await store.close()
    #expect(try manager.contentsOfDirectory(atPath: fixture.folder.path).count == 2)
    #expect(manager.fileExists(atPath: fixture.path))
  }

  @Test("is missed when it is gone, moved or replaced", arguments: ["gone", "moved", "replaced"])
  func vanished(how: String) async throws {
    let store = try await fixture.open()
    try await store.heartbeat()
    if how == "moved" {
      try manager.moveItem(atPath: fixture.path, toPath: path("moved.db"))
    } else {
      try manager.removeItem(atPath: fixture.path)
    }
    if how == "replaced" { try Data().write(to: URL(fileURLWithPath: fixture.path)) }
    await expectRefusal(of: fixture.path, where: { $0 == .cannotOpen }) {
      try await store.heartbeat()
    }
    try await store.close()
    await #expect(throws: tracking(.closed)) { try await store.heartbeat() }
  }
}
