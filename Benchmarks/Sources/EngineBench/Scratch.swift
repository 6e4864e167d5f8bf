import Foundation

/// A folder for one measurement, in `AUTOML_BENCH_FOLDER` or where temporary files are.
enum Scratch {
  static func withFolder<Result>(_ body: (String) async throws -> Result) async throws -> Result {
    let named = ProcessInfo.processInfo.environment["AUTOML_BENCH_FOLDER"]
    let parent = named.map { URL(filePath: $0) } ?? FileManager.default.temporaryDirectory
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
