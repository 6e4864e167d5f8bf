import ArgumentParser
import AutoMLModel
import AutoMLReporting
import AutoMLTracking
import AutoMLTrackingSQLite
import Synchronization

struct ListSweepsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the sweeps, or the combinations of one.",
    discussion: """
      Examples:
        automl sweep list
        automl sweep list lr --status in-progress
        automl sweep list lr --format csv > lr.csv
      """)

  @Argument(help: "The sweep's name; without it, all sweeps.")
  var name: String?

  @Option(
    help: ArgumentHelp(
      "Only combinations in this state: remaining, in-progress, done or skipped.",
      valueName: "status"))
  var status: CombinationStatus?

  @OptionGroup var store: StoreOptions
  @OptionGroup var output: TableOptions

  func validate() throws {
    if status != nil, name == nil {
      throw ValidationError("'--status' is about the combinations of one sweep; name it.")
    }
  }

  func run() async throws {
    try await store.reading { connector in
      if let name {
        try await writeCombinations(of: try await connector.sweep(named: name).id, connector)
      } else {
        output.write(SweepTable(try await connector.sweeps()))
      }
    }
  }

  private func writeCombinations(of sweep: SweepID, _ connector: SQLiteConnector) async throws {
    let names = output.reportFormat == .csv ? try await names(in: sweep, connector) : []
    let table = Mutex(CombinationTable(as: output.reportFormat, parameterNames: names))
    try await connector.readCombinations(of: sweep, in: status) { combination in
      Terminal.write(table.withLock { $0.add(combination) })
      return true
    }
    Terminal.write(table.withLock { $0.end() })
  }

  /// The names of the factors, in the order of their appearance: the columns of a CSV table.
  private func names(in sweep: SweepID, _ connector: SQLiteConnector) async throws -> [String] {
    let names = Mutex<[String]>([])
    try await connector.readCombinations(of: sweep, in: status) { combination in
      names.withLock { names in
        for entry in combination.parameters.entries where !names.contains(entry.name) {
          names.append(entry.name)
        }
      }
      return true
    }
    return names.withLock { $0 }
  }
}
