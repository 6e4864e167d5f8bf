import Foundation
import Testing

@Suite("Files and their troubles")
struct FileTests {
  let sandbox: Sandbox

  init() throws { sandbox = try Sandbox() }

  let experiment = """
    name: any
    goal: maximize
    command: ./brief.sh
    parameters: {x: {type: int, low: 1, high: 2}}
    algorithm: {name: grid}
    """

  @Test("Six mistakes in an experiment file are all named, and nothing is written")
  func sixMistakes() async throws {
    try sandbox.use("six_mistakes.yaml", as: "experiment.yaml")
    for command in ["validate", "run"] {
      let output = try await sandbox.run("automl", command, "experiment.yaml")
      #expect(output.code == 2)
      for key in [
        "goal", "command", "parameters.lr", "parameters.layers.type", "jobs", "retires",
      ] { #expect(output.errors.contains(key), "\(key) is missing in \(output.errors)") }
    }
    let json = try await sandbox.run("automl", "validate", "experiment.yaml", "--json")
    #expect(json.code == 2)
    #expect((try json.value("problems") as? [Any] ?? []).count >= 6)
    let files = try FileManager.default.contentsOfDirectory(atPath: sandbox.folder)
    #expect(!files.contains { $0.hasSuffix(".db") })
  }

  @Test("A file that is not a database is refused and left as it is")
  func notADatabase() async throws {
    try sandbox.use("brief.sh")
    try sandbox.write(experiment, to: "experiment.yaml")
    let text = String(repeating: "This is a letter, not a database.\n", count: 100)
    try sandbox.write(text, to: "letter.db")
    for (program, arguments) in [
      ("automl", ["run", "experiment.yaml", "--db", "letter.db"]),
      ("automl-db", ["experiments", "--db", "letter.db"]),
      ("automl-db", ["check", "--db", "letter.db"]),
    ] {
      let output = try await sandbox.start(program, arguments).end()
      #expect(output.code == 3, "\(arguments): \(output.errors)")
      #expect(output.errors.contains("letter.db"))
    }
    #expect(try String(contentsOfFile: sandbox.path("letter.db"), encoding: .utf8) == text)
  }

  @Test(
    "A database of a newer program or an edited history is refused and left as it is",
    arguments: [
      "INSERT INTO schema_migration SELECT max(number) + 1, '9999_later.sql', sha256, applied_at "
        + "FROM schema_migration",
      "UPDATE schema_migration SET sha256 = '" + String(repeating: "0", count: 64) + "'",
    ])
  func strangeHistory(change: String) async throws {
    _ = try await sandbox.run("automl", "resources", "add", "--type", "x", "--db", "a.db")
    let edit =
      "import sqlite3, sys; d = sqlite3.connect('a.db'); d.execute(sys.argv[1]); d.commit()"
    let edited = try await sandbox.start(
      executable: "/usr/bin/env", ["python3", "-c", edit, change]
    ).end()
    try #require(edited.code == 0, "\(edited.errors)")
    let before = FileManager.default.contents(atPath: sandbox.path("a.db"))
    for (program, arguments) in [
      ("automl", ["resources", "add", "--type", "y", "--db", "a.db"]),
      ("automl-db", ["experiments", "--db", "a.db"]), ("automl-db", ["migrate", "--db", "a.db"]),
    ] {
      let output = try await sandbox.start(program, arguments).end()
      #expect(output.code == 3, "\(arguments): \(output.errors)")
      #expect(output.errors.contains("a.db"))
    }
    #expect(FileManager.default.contents(atPath: sandbox.path("a.db")) == before)
  }

  @Test("Asking a database that is not there says so and makes none")
  func missingDatabase() async throws {
    let output = try await sandbox.run("automl-db", "experiments", "--db", "none.db")
    #expect(output.code == 3)
    #expect(output.errors.contains("none.db"))
    #expect(!FileManager.default.fileExists(atPath: sandbox.path("none.db")))
  }

  @Test("A folder that is not there is a store's trouble")
  func missingFolder() async throws {
    try sandbox.use("brief.sh")
    try sandbox.write(experiment, to: "experiment.yaml")
    let output = try await sandbox.run(
      "automl", "run", "experiment.yaml", "--db", "no/such/folder/x.db")
    #expect(output.code == 3, "\(output.errors)")
  }

  @Test(
    "An id that is not there is the user's mistake",
    arguments: [
      ["history", "7"], ["best", "7"], ["job", "7"], ["results", "7"], ["jobs", "7"],
    ])
  func unknownIDs(arguments: [String]) async throws {
    _ = try await sandbox.run("automl", "resources", "add", "--type", "x")
    let output = try await sandbox.start("automl-db", arguments).end()
    #expect(output.code == 2, "\(output.errors)")
    #expect(output.errors.contains("7"))
  }

  @Test(
    "A wrong command line is the user's mistake",
    arguments: [["run"], ["nonsense"], ["run", "x.yaml", "--nonsense"], ["status", "zero"]])
  func usage(arguments: [String]) async throws {
    #expect(try await sandbox.start("automl", arguments).end().code == 2)
  }

  @Test("The query command reads and never writes")
  func readOnlyQuery() async throws {
    _ = try await sandbox.run("automl", "resources", "add", "--type", "x")
    for sql in ["DELETE FROM resource", "SELECT 1; DELETE FROM resource", "nonsense", ""] {
      #expect(try await sandbox.run("automl-db", "query", sql).code == 2)
    }
    let rows = try await sandbox.run(
      "automl-db", "query", "SELECT type FROM resource", "--format", "csv")
    #expect(rows.output == "type\nx\n")
  }

  @Test("Every command explains itself with an example", arguments: ["automl", "automl-db"])
  func help(program: String) async throws {
    let root = try await sandbox.run(program, "--help")
    #expect(root.code == 0)
    let commands = root.output.split(separator: "\n")
      .drop { !$0.hasPrefix("SUBCOMMANDS") }.dropFirst()
      .filter { $0.hasPrefix("  ") && !$0.hasPrefix("   ") }
      .compactMap { $0.split(separator: " ").first.map(String.init) }
    #expect(commands.count >= 5)
    for command in commands where command != "resources" && command != "See" {
      let help = try await sandbox.run(program, command, "--help")
      #expect(help.output.contains("Example"), "\(command) has no example")
    }
  }
}
