import ArgumentParser
import AutoMLReporting
import AutoMLTrackingSQLite

struct QueryCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "query", abstract: "Ask the database anything in SQL; it can only read.",
    discussion: """
      Examples:
        automl-db query 'SELECT number, score FROM job WHERE eid = 1 ORDER BY score DESC'
        automl-db query 'SELECT * FROM job' --format csv --limit 1000000 > jobs.csv
      """)

  @Argument(help: "One SELECT statement.")
  var sql: String

  @Option(help: "At most this many rows.")
  var limit = 1_000

  @OptionGroup var store: StoreOptions
  @OptionGroup var output: TableOptions

  func validate() throws {
    guard limit >= 1 else { throw ValidationError("'--limit' must be at least 1.") }
  }

  func run() async throws {
    let answer = try await store.reading { try await $0.query(sql: sql, limit: limit) }
    output.write(AnswerTable(columns: answer.columns, rows: answer.rows))
    if answer.isTruncated {
      Terminal.printError("There are more than \(limit) rows; see --limit.")
    }
  }
}
