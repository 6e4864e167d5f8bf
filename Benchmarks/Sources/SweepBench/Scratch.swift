import AutoMLModel
import AutoMLSweep
import AutoMLTracking
import AutoMLTrackingSQLite
import Foundation

/// Files of one measurement, in the folder `AUTOML_BENCH_FOLDER` or a temporary one.
enum Scratch {
  static func withFolder<Result>(_ body: (URL) async throws -> Result) async throws -> Result {
    let named = ProcessInfo.processInfo.environment["AUTOML_BENCH_FOLDER"]
    let parent = named.map { URL(filePath: $0) } ?? FileManager.default.temporaryDirectory
    let folder = parent.appending(path: "automl-bench-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try await body(folder)
  }

  static func withFile<Result>(_ body: (String) async throws -> Result) async throws -> Result {
    try await withFolder { try await body($0.appending(path: "bench.db").path) }
  }

  /// The name of every sweep here.
  static let name = "bench"

  /// Four factors with so many combinations, a power of ten from 1,000 on.
  static func factors(_ count: Int) throws -> Factors {
    let sizes = [1_000: (5, 5, 5, 8), 10_000: (10, 10, 10, 10), 100_000: (10, 10, 10, 100)]
    let (a, b, c, d) = sizes[count] ?? (10, 10, 100, count / 10_000)
    guard a * b * c * d == count else { throw BenchError("There is no sweep of \(count).") }
    let depths = (0..<a).map { ParameterValue.integer(Int64($0)) }
    let rates = (0..<b).map { ParameterValue.float(pow(0.5, Double($0))) }
    let kernels = (0..<c).map { ParameterValue.text("kernel-\($0)") }
    let seeds = (0..<d).map { ParameterValue.integer(Int64($0)) }
    return Factors([
      Factors.Factor("depth", .levels(depths)), Factors.Factor("rate", .levels(rates)),
      Factors.Factor("kernel", .levels(kernels)), Factors.Factor("seed", .levels(seeds)),
    ])
  }

  /// Records a sweep of so many combinations, with all of them waiting.
  static func fill(_ path: String, count: Int) async throws {
    let connector = try await SQLiteConnector.open(path: path)
    _ = try await ParamSweeper(name, in: connector, sweeps: factors(count).combinations())
    try await connector.close()
  }
}

/// Why a benchmark could not run.
struct BenchError: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}
