import AutoMLMigrations
import AutoMLQueries
import Foundation
import Testing

@Suite("The rules of the house")
struct HouseRuleTests {
  static let folders = ["Sources", "Tests", "migrations", "sql", "Examples", "Benchmarks"]

  @Test("have no drawers for odds and ends")
  func drawers() {
    let drawers: Set<String> = [
      "utils", "util", "utilities", "common", "helpers", "helper", "misc",
    ]
    for path in SourceTree.paths(below: Self.folders) {
      let name = path.split(separator: "/").last?.split(separator: ".").first ?? ""
      #expect(!drawers.contains(name.lowercased()), "\(path)")
    }
  }

  @Test("leave no notes of unfinished work")
  func notes() throws {
    let notes = ["TO" + "DO", "FIX" + "ME", "XX" + "X"]
    for kind in ["swift", "sql", "py", "sh"] {
      for file in try SourceTree.files(kind, below: Self.folders) {
        let words = file.text.split { !$0.isLetter }
        for note in notes {
          #expect(!words.contains { $0 == note }, "\(file.path) holds \(note)")
        }
      }
    }
  }

  @Test("keep files below five hundred lines")
  func size() throws {
    for file in try SourceTree.files("swift", below: ["Sources", "Tests", "migrations", "sql"]) {
      let lines = file.text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      #expect(lines.count <= 501, "\(file.path)")
    }
  }

  @Test("let no statement lie about unused")
  func statements() throws {
    let sources = try SourceTree.files("swift", below: ["Sources"]).map(\.text).joined()
    // Whole names behind a dot: `.findJob` is not a use of `.find`.
    let names = Set(sources.split(separator: ".").dropFirst().map(Self.leadingName))
    for query in AutoMLQueries.EmbeddedSQL.all {
      let name = Self.identifier(query.path)
      let isUsed = names.contains(name)
      #expect(isUsed, "sql/\(query.path): nobody uses .\(name)")
    }
  }

  @Test("put every SQL file into the binary")
  func embedded() throws {
    let statements = try SourceTree.files("sql", below: ["sql"])
    let files = Set(statements.map { String($0.path.dropFirst("sql/".count)) })
    let embedded = Set(AutoMLQueries.EmbeddedSQL.all.map(\.path))
    #expect(files.symmetricDifference(embedded).isEmpty)
    let migrations = try SourceTree.files("sql", below: ["migrations"])
    #expect(migrations.map(\.text) == Migrations.all.map { $0.text })
    #expect(
      migrations.map { String($0.path.dropFirst("migrations/".count)) }
        == Migrations.all.map(\.path))
  }

  @Test("number the migrations without a gap")
  func migrationNumbers() {
    for (index, migration) in Migrations.all.enumerated() {
      let number = String(index + 1)
      let padded = String(repeating: "0", count: 4 - number.count) + number
      #expect(migration.path.hasPrefix("\(padded)_"), "\(migration.path)")
    }
  }

  @Test(
    "name statements as the plugin does",
    arguments: [
      ("job/find_best_jobs.sql", "findBestJobs"), ("find.sql", "find"), ("a/B_c-d.sql", "bCD"),
    ])
  func identifiers(_ path: String, _ name: String) {
    #expect(Self.identifier(path) == name)
  }

  /// The name that `embed-sql` gives to a file.
  private static func identifier(_ path: String) -> String {
    let stem = path.split(separator: "/").last?.split(separator: ".").first ?? ""
    let words = stem.split { !$0.isLetter && !$0.isNumber }.map(String.init)
    return words.enumerated().map { $0 == 0 ? $1.lowercased() : $1.capitalized }.joined()
  }

  private static func leadingName(_ text: Substring) -> String {
    String(text.prefix { $0.isLetter || $0.isNumber || $0 == "_" })
  }
}
