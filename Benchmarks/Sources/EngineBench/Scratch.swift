import Foundation

/// Folders for one measurement each.
enum Scratch {
  /// On a disk: in `AUTOML_BENCH_FOLDER` or where temporary files are.
  static func withFolder<Result>(_ body: (String) async throws -> Result) async throws -> Result {
    let named = ProcessInfo.processInfo.environment["AUTOML_BENCH_FOLDER"]
    let parent = named.map { URL(filePath: $0) } ?? FileManager.default.temporaryDirectory
    return try await withFolder(in: parent, body)
  }

  /// In memory, where there is such a place.
  ///
  /// For files of which a round makes and deletes thousands: for minutes, ext4 does not use the
  /// inodes of deleted files again but looks at each of them for every new file. That slows down
  /// the next round, and nobody but a benchmark.
  static func withFolderInMemory<Result>(
    _ body: (String) async throws -> Result
  ) async throws -> Result {
    let memory = "/dev/shm"
    guard FileManager.default.isWritableFile(atPath: memory) else {
      return try await withFolder(body)
    }
    return try await withFolder(in: URL(filePath: memory), body)
  }

  private static func withFolder<Result>(
    in parent: URL, _ body: (String) async throws -> Result
  ) async throws -> Result {
    let folder = parent.appending(path: "automl-bench-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try await body(folder.path)
  }
}

/// Why a benchmark could not run.
struct BenchError: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}
