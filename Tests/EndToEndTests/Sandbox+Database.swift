import Foundation
import Testing

extension Sandbox {
  /// Asks the folder's database for rows.
  func rows(_ sql: String) async throws -> [[String: Any]] {
    let output = try await run("automl-db", "query", sql, "--json")
    #expect(output.code == 0, "\(output.errors)")
    return try #require(output.json as? [[String: Any]])
  }

  /// Asks the folder's database for one column of texts, in which there is no NULL.
  func texts(_ sql: String) async throws -> [String] {
    try await rows(sql).compactMap { $0.values.first as? String }
  }

  /// The id and the status of an experiment, once it has been recorded.
  func experiment(_ name: String) async throws -> (id: Int, status: String)? {
    guard FileManager.default.fileExists(atPath: path("automl.db")) else { return nil }
    // The file may have been made a moment ago, without any table.
    let output = try await run(
      "automl-db", "query", "SELECT eid, status FROM experiment WHERE name = '\(name)'", "--json")
    guard output.code == 0 else { return nil }
    guard let row = (try output.json as? [[String: Any]])?.first else { return nil }
    return (try #require(row["eid"] as? Int), try #require(row["status"] as? String))
  }

  /// Waits until files are there.
  func appeared(_ names: String...) async throws -> Bool {
    try await eventually {
      names.allSatisfy { FileManager.default.fileExists(atPath: path($0)) }
    }
  }
}
