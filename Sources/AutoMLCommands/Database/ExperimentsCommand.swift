import ArgumentParser
import AutoMLModel
import AutoMLReporting
import AutoMLTracking
import AutoMLTrackingSQLite

struct ExperimentsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "experiments", abstract: "List experiments.",
    discussion: """
      Examples:
        automl-db experiments --status running --status failed
        automl-db experiments --name digits --sort name --json
      """)

  /// What the list can be sorted by.
  enum Order: String, ExpressibleByArgument, CaseIterable {
    case id, name, status, created
  }

  @Option(help: "Only those of this user.")
  var user: String?

  @Option(help: "Only those in this status; may be given more than once.")
  var status: [ExperimentStatus] = []

  @Option(help: "Only those whose name holds this text.")
  var name: String?

  @Option(help: "At most this many, the newest ones.")
  var limit: Int?

  @Option(help: "What to sort by.")
  var sort = Order.id

  @Flag(help: "Sort backwards.")
  var reverse = false

  @OptionGroup var store: StoreOptions
  @OptionGroup var output: TableOptions

  func validate() throws {
    guard limit.map({ $0 >= 1 }) ?? true else {
      throw ValidationError("'--limit' must be at least 1.")
    }
  }

  func run() async throws {
    try await store.reading { connector in
      let filter = ExperimentFilter(
        user: user, statuses: status.isEmpty ? nil : Set(status), name: name)
      var rows = try await ExperimentTable.make(filter, from: connector).rows
      if let limit { rows = Array(rows.suffix(limit)) }
      output.write(ExperimentTable(sorted(rows), now: SystemTimeSource().now()))
    }
  }

  private func sorted(_ rows: [ExperimentTable.Row]) -> [ExperimentTable.Row] {
    let sorted = rows.sorted { left, right in
      let (left, right) = (left.experiment, right.experiment)
      return switch sort {
      case .id: left.id < right.id
      case .name: (left.name, left.id) < (right.name, right.id)
      case .status: (left.status.rawValue, left.id) < (right.status.rawValue, right.id)
      case .created: (left.created, left.id) < (right.created, right.id)
      }
    }
    return reverse ? sorted.reversed() : sorted
  }
}
