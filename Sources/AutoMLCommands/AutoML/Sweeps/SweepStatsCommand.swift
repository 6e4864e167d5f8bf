import ArgumentParser
import AutoMLModel
import AutoMLReporting
import AutoMLSweep
import AutoMLTracking
import AutoMLTrackingSQLite
import Synchronization

struct SweepStatsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stats", abstract: "Show how far a sweep is, level by level.",
    discussion: "Examples:\n  automl sweep stats lr\n  automl sweep stats lr --json")

  @Argument(help: "The sweep's name.")
  var name: String

  @OptionGroup var store: StoreOptions
  @OptionGroup var output: OutputOptions

  func run() async throws {
    try await store.reading { connector in
      let sweep = try await connector.sweep(named: name)
      let report = Mutex(SweepStatsReport(name: name))
      // Counted together, so that the counts and the tables are of one moment.
      try await connector.readCombinations(of: sweep.id, in: nil) { combination in
        report.withLock { $0.add(combination) }
        return true
      }
      report.withLock { report in
        guard case .text(let width, let colour) = output.format else {
          return Terminal.write(report.json.serialized(pretty: true) + "\n")
        }
        Terminal.write(report.text(width: width, colour: colour) + "\n")
      }
    }
  }
}
