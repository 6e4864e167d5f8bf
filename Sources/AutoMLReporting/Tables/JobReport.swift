public import AutoMLModel
public import AutoMLTracking

/// One job with its attempts: where each ran, how it ended, and what it printed to.
public struct JobReport: Report {
  /// The job.
  public let job: JobRecord
  /// Its attempts in order.
  public let attempts: [AttemptRecord]
  /// The resources that its attempts held, as far as they are still declared.
  public let resources: [ResourceRecord]
  /// The time up to which a job that goes on has taken.
  public let now: Timestamp

  /// Describes a job.
  public init(
    job: JobRecord, attempts: [AttemptRecord], resources: [ResourceRecord] = [], now: Timestamp
  ) {
    self.job = job
    self.attempts = attempts
    self.resources = resources
    self.now = now
  }

  /// Asks a store about a job.
  ///
  /// - Throws: ``TrackingError`` `.unknownJob`, and what the store throws.
  public static func make(
    for id: JobID, from store: some JobStore & ResourceStore,
    now: Timestamp = SystemTimeSource().now()
  ) async throws -> Self {
    let job = try await store.job(id)
    let attempts = try await store.attempts(of: id)
    let held = Set(attempts.flatMap(\.resources))
    let resources = held.isEmpty ? [] : try await store.resources().filter { held.contains($0.id) }
    return Self(job: job, attempts: attempts, resources: resources, now: now)
  }

  /// The job for people: its parameters, then its attempts.
  public func text(width: Int?, colour: Bool) -> String {
    let time = DurationText((job.ended ?? now).since(job.started))
    let title =
      TextStyle.heading.apply(to: "Job \(job.id)", colour: colour)
      + " (number \(job.number)) of experiment \(job.experiment) · "
      + job.status.textStyle.apply(to: job.status.rawValue, colour: colour)
      + (job.score.map { " · score \(NumberText($0))" } ?? "")
      + " · started \(TimestampText.local(job.started)) · took \(time)"
    var blocks = [title]
    if !job.parameters.entries.isEmpty {
      let names = job.parameters.entries.map { VisibleText($0.name).description }
      let widest = names.reduce(0) { max($0, $1.cellCount) }
      blocks.append(
        zip(names, job.parameters.entries).map { name, entry in
          "  \(name.padded(toCells: widest, alignment: .left))  "
            + VisibleText(entry.value.description).description
        }.joined(separator: "\n"))
    }
    blocks += attempts.map { text(of: $0, colour: colour) }
    return blocks.joined(separator: "\n\n")
  }

  private func text(of attempt: AttemptRecord, colour: Bool) -> String {
    let time = DurationText((attempt.ended ?? now).since(attempt.started))
    var lines = [
      TextStyle.heading.apply(to: "Attempt \(attempt.number)", colour: colour) + " · "
        + attempt.status.textStyle.apply(to: attempt.status.rawValue, colour: colour)
        + " · started \(TimestampText.local(attempt.started)) · took \(time)"
    ]
    if let code = attempt.ending.exitCode { lines.append("  exit code  \(code)") }
    if let signal = attempt.ending.signal { lines.append("  signal     \(signal)") }
    if let error = attempt.ending.error { lines.append("  reason     \(VisibleText(error))") }
    if !attempt.resources.isEmpty {
      lines.append("  on         " + attempt.resources.map(name).joined(separator: ", "))
    }
    if let log = attempt.logPath { lines.append("  log        \(VisibleText(log))") }
    return lines.joined(separator: "\n")
  }

  private func name(of id: ResourceID) -> String {
    guard let resource = resources.first(where: { $0.id == id }) else { return "resource \(id)" }
    return VisibleText(resource.displayName).description
  }

  /// The job with its attempts and resources.
  public var json: JSONValue {
    [
      "job": job.json, "attempts": .array(attempts.map(\.json)),
      "resources": .array(resources.map(\.json)),
    ]
  }

  /// The attempts, a line each.
  public var csv: String {
    let columns = [
      "number", "id", "job", "status", "session", "started", "ended", "duration_seconds",
      "exit_code", "signal", "error", "log", "resources",
    ]
    return CSVTable(columns: columns.map { [$0] }).text(of: attempts.map(\.json))
  }
}
