public import AutoMLModel
public import AutoMLTracking

extension RecoveryReport {
  /// What was mended, a line a kind, for people.
  public var text: String {
    guard !isEmpty else { return "Nothing to mend." }
    return [
      Self.line(sessions.count, "dead engine"), Self.line(endedProcesses.count, "orphan process"),
      Self.line(lostAttempts.count, "lost attempt"),
      Self.line(pendingJobs.count, "job to run again"),
      Self.line(freedResources.count, "freed resource"),
      Self.line(stoppedExperiments.count, "stopped experiment"),
      Self.line(returnedCombinations.count, "combination to take again"),
    ].joined(separator: "\n")
  }

  private static func line(_ count: Int, _ name: String) -> String { "\(name): \(count)" }

  /// What was mended, with the keys of `docs/json.md`.
  public var json: JSONValue {
    [
      "empty": .boolean(isEmpty), "sessions": Self.list(sessions),
      "ended_processes": .array(endedProcesses.map { .integer(Int64($0)) }),
      "lost_attempts": Self.list(lostAttempts), "pending_jobs": Self.list(pendingJobs),
      "freed_resources": Self.list(freedResources),
      "stopped_experiments": Self.list(stoppedExperiments),
      "returned_combinations": Self.list(returnedCombinations),
    ]
  }

  private static func list(_ ids: [some RowIdentifier]) -> JSONValue {
    .array(ids.map { .integer($0.rawValue) })
  }
}
