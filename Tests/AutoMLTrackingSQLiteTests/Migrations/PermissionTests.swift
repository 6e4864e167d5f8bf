import AutoMLModel
import AutoMLProcessTestKit
import AutoMLTracking
import AutoMLTrackingSQLite
import Foundation
import Testing

/// Files and folders that may not be written, as an ordinary user meets them.
@Suite(.enabled(if: Permissions.bite, "needs an ordinary user, or root and setpriv"))
struct PermissionTests {
  let folder: TemporaryFolder
  let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = folder.path()
  }

  /// Sets permissions while an action runs, and lets the owner clean up after it.
  private func permitting(
    folder folderMode: Int, file fileMode: Int?, _ action: () async throws -> Void
  ) async throws {
    let manager = FileManager.default
    if let fileMode { try manager.setAttributes([.posixPermissions: fileMode], ofItemAtPath: path) }
    try manager.setAttributes([.posixPermissions: folderMode], ofItemAtPath: folder.url.path)
    defer { try? manager.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.url.path) }
    let before = try bytes(in: folder)
    try await action()
    #expect(try bytes(in: folder) == before)
  }

  private func makeStore() async throws {
    let store = try await openStore(at: path)
    _ = try await store.startExperiment(ExperimentRequest(user: "ada", name: "x"))
    try await store.close()
  }

  private func answer(_ command: String) async throws -> String {
    let probe = try ProbeProcess(command, path, launcher: Permissions.launcher)
    if command == "open" {
      await probe.expect("ready")
      try probe.send("go")
    }
    let lines = await probe.remainingLines()
    await probe.finish()
    return lines.joined(separator: "\n")
  }

  @Test func `A store that may not be written is refused`() async throws {
    try await makeStore()
    try await permitting(folder: 0o555, file: 0o444) {
      let open = try await answer("open")
      #expect(open.hasPrefix("error readOnly"))
    }
  }

  @Test func `A store whose folder may not be written is refused`() async throws {
    try await makeStore()
    try await permitting(folder: 0o555, file: 0o666) {
      let open = try await answer("open")
      #expect(open.hasPrefix("error readOnly"))
    }
  }

  @Test func `A fresh store in a folder that may not be written is refused`() async throws {
    try await permitting(folder: 0o555, file: nil) {
      let open = try await answer("open")
      #expect(open.hasPrefix("error readOnly"))
    }
  }

  @Test func `A store that may not be read is refused`() async throws {
    try await makeStore()
    try await permitting(folder: 0o555, file: 0o000) {
      let open = try await answer("open")
      #expect(open.hasPrefix("error cannotOpen"))
      let read = try await answer("read")
      #expect(read.hasPrefix("error cannotOpen"))
    }
  }

  @Test func `A store that may not be written can be read`() async throws {
    try await makeStore()
    try await permitting(folder: 0o555, file: 0o444) {
      let read = try await answer("read")
      #expect(read == "experiments 1")
    }
  }
}

/// How a test gets a process that permissions apply to.
enum Permissions {
  /// Root is asked for no permission, so it starts the probe as nobody.
  static let launcher =
    geteuid() == 0
    ? ["/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] : []

  /// Whether such a process can be had.
  static let bite: Bool = {
    if launcher.isEmpty { return true }
    guard FileManager.default.isExecutableFile(atPath: launcher[0]) else { return false }
    return Command.succeeds(
      launcher + ["/usr/bin/test", "-x", ProbeProcess.Program.trackingProbe.path])
  }()
}
