import ArgumentParser
import AutoMLModel
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
    output.write(AnswerTable(answer: answer))
    if answer.isTruncated {
      Terminal.printError("There are more than \(limit) rows; see --limit.")
    }
  }
}

/// The answer to a question in SQL as a report.
struct AnswerTable: Report {
  let answer: QueryAnswer

  func text(width: Int?, colour: Bool) -> String {
    var table = TextTable(
      answer.columns.enumerated().map { index, name in
        let isNumeric = answer.rows.allSatisfy { $0[index].double != nil || $0[index] == .null }
        return .init(name, isNumeric ? .right : .left, isElastic: !isNumeric)
      })
    for row in answer.rows { table.append(row.map { .init($0.plain) }) }
    return table.text(width: width, colour: colour)
  }

  var json: JSONValue {
    .array(answer.rows.map { .object(zip(answer.columns, $0).map { .init($0, $1) }) })
  }

  var csv: String {
    ([answer.columns] + answer.rows.map { $0.map(\.plain) })
      .map { $0.map(Self.quoted).joined(separator: ",") + "\n" }.joined()
  }

  /// A field as RFC 4180 has it.
  private static func quoted(_ field: String) -> String {
    field.contains { ",\"\r\n".contains($0) }
      ? "\"" + field.replacing("\"", with: "\"\"") + "\"" : field
  }
}

extension JSONValue {
  /// A scalar as a table shows it: texts bare, null as nothing.
  fileprivate var plain: String {
    switch self {
    case .string(let text): text
    case .null: ""
    default: serialized()
    }
  }
}
