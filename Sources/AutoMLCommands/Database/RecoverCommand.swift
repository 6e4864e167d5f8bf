import ArgumentParser
import AutoMLModel
import AutoMLTracking
import AutoMLTrackingSQLite

struct RecoverCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "recover",
    abstract:
      "Mend what dead engines left behind: end orphans, free resources, mark attempts LOST.",
    discussion: """
      Example: automl-db recover

      Living engines are not touched. Every command that opens a database for work does the same.
      """)

  @OptionGroup var store: StoreOptions
  @OptionGroup var output: OutputOptions

  func run() async throws {
    let report = try await store.recovering { try await $0.recover() }
    output.write(report.text, json: report.json)
  }
}

extension RecoveryReport {
  fileprivate var text: String {
    guard !isEmpty else { return "Nothing to mend." }
    return [
      Self.line(sessions.count, "dead engine"), Self.line(endedProcesses.count, "orphan process"),
      Self.line(lostAttempts.count, "lost attempt"),
      Self.line(pendingJobs.count, "job to run again"),
      Self.line(freedResources.count, "freed resource"),
      Self.line(stoppedExperiments.count, "stopped experiment"),
    ].joined(separator: "\n")
  }

  private static func line(_ count: Int, _ name: String) -> String { "\(name): \(count)" }

  fileprivate var json: JSONValue {
    [
      "empty": .boolean(isEmpty), "sessions": Self.list(sessions),
      "ended_processes": .array(endedProcesses.map { .integer(Int64($0)) }),
      "lost_attempts": Self.list(lostAttempts), "pending_jobs": Self.list(pendingJobs),
      "freed_resources": Self.list(freedResources),
      "stopped_experiments": Self.list(stoppedExperiments),
    ]
  }

  private static func list(_ ids: [some RowIdentifier]) -> JSONValue {
    .array(ids.map { .integer($0.rawValue) })
  }
}
