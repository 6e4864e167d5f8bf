public import AutoMLModel
public import AutoMLTracking

/// Experiments, one a row, with the counts of their jobs.
public struct ExperimentTable: Report {
  /// One experiment.
  public struct Row: Hashable, Sendable {
    /// The experiment.
    public let experiment: ExperimentRecord
    /// The counts of its jobs.
    public let tally: ExperimentTally

    /// Pairs an experiment with its counts.
    public init(_ experiment: ExperimentRecord, _ tally: ExperimentTally) {
      self.experiment = experiment
      self.tally = tally
    }
  }

  /// The experiments from top to bottom.
  public let rows: [Row]
  /// The time up to which an experiment that goes on has taken.
  public let now: Timestamp

  /// Makes a table of experiments.
  public init(_ rows: [Row], now: Timestamp) {
    self.rows = rows
    self.now = now
  }

  /// Asks a store for the experiments that pass a filter, and for their counts.
  ///
  /// - Throws: ``TrackingError`` `.unknownUser`, and what the store throws.
  public static func make(
    _ filter: ExperimentFilter, from store: some ExperimentStore,
    now: Timestamp = SystemTimeSource().now()
  ) async throws -> Self {
    var rows: [Row] = []
    for experiment in try await store.experiments(filter) {
      do {
        rows.append(Row(experiment, try await store.tally(of: experiment.id)))
      } catch let error as TrackingError where error.code == .unknownExperiment(experiment.id) {
        continue  // Somebody deleted it between the two questions.
      }
    }
    return Self(rows, now: now)
  }

  /// The experiments for people.
  public func text(width: Int?, colour: Bool) -> String {
    if rows.isEmpty { return "No experiments." }
    var table = TextTable([
      .init("id", .right), .init("name", isElastic: true), .init("status"), .init("jobs", .right),
      .init("failed", .right), .init("took", .right), .init("created"), .init("user"),
    ])
    for row in rows {
      let experiment = row.experiment
      table.append([
        "\(experiment.id)", .init(experiment.name),
        .init(experiment.status.rawValue, experiment.status.textStyle),
        "\(row.tally.ended)/\(row.tally.total)",
        .init("\(row.tally[.failed])", row.tally[.failed] > 0 ? .bad : nil),
        .init(experiment.wallTime(at: now).map { DurationText($0).description } ?? "–"),
        .init(TimestampText.local(experiment.created)), .init(experiment.user),
      ])
    }
    return table.text(width: width, colour: colour)
  }

  /// An array of experiments.
  public var json: JSONValue { .array(rows.map(json)) }

  /// The experiments, a line each.
  public var csv: String {
    let columns = [
      "id", "user", "name", "status", "goal", "seed", "created", "started", "ended", "error",
    ]
    return CSVTable(columns: columns.map { [$0] } + [["jobs", "total"], ["jobs", "failed"]])
      .text(of: rows.map(json))
  }

  private func json(of row: Row) -> JSONValue {
    row.experiment.json.adding([
      .init("jobs", row.tally.json), .init("attempts", JSONValue(row.tally.attempts)),
      .init("wall_seconds", JSONValue(seconds: row.experiment.wallTime(at: now))),
      .init("compute_seconds", JSONValue(seconds: row.tally.attemptTime)),
    ])
  }
}
