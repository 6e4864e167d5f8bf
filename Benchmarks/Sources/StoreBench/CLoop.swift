import AutoMLModel
import AutoMLTracking
import AutoMLTrackingSQLite
import CSQLiteLoop
import Foundation

/// The statements of the connector, run by C.
enum CLoop {
  /// The text of a statement for intermediate results, from the file that the connector embeds.
  static func statement(_ name: String) throws -> String {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let file = root.appending(path: "sql/intermediate_result/\(name).sql")
    return try String(contentsOf: file, encoding: .utf8)
  }

  /// Transactions a second on a fresh file.
  static func rate(transactions: Int, durability: SQLiteConfiguration.Durability) async throws
    -> Double
  {
    try await Scratch.withFile { path in
      let job = try await Scratch.runningJob(path: path)
      var seconds = 0.0
      try call { problem, size in
        csqlite_loop_insert(
          path, try statement("find_next_place"), try statement("insert_intermediate_result"),
          job.rawValue, durability == .full ? 1 : 0, Int64(transactions), &seconds, problem, size)
      }
      return Double(transactions) / seconds
    }
  }

  /// Calls a function of the loop and throws what it complains about.
  static func call(_ body: (UnsafeMutablePointer<CChar>?, Int32) throws -> Int32) throws {
    var problem = [CChar](repeating: 0, count: 512)
    let code = try problem.withUnsafeMutableBufferPointer {
      try body($0.baseAddress, Int32($0.count))
    }
    guard code != 0 else { return }
    let text = problem.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
    throw BenchError("The C loop failed: \(String(decoding: text, as: UTF8.self))")
  }
}
