public import AutoMLModel
public import AutoMLTracking

/// The jobs of an experiment, written one at a time, so that any number of them fits.
///
/// Hand it the jobs in order and print what comes back:
///
/// ```swift
/// var table = HistoryTable(of: experiment, as: .json, now: now)
/// for try await job in store.history(of: experiment.id) {
///   print(table.add(job), terminator: "")
/// }
/// print(table.end(), terminator: "")
/// ```
public struct HistoryTable: Sendable {
  private let now: Timestamp
  private var best: BestSoFar
  private var table: StreamedTable

  /// Begins a table.
  ///
  /// - Parameters:
  ///   - goal: The direction of "best so far"; nil means the experiment's own.
  ///   - now: The time up to which a job that goes on has taken.
  public init(
    of experiment: ExperimentRecord, as format: ReportFormat, goal: OptimizationGoal? = nil,
    includingEarlyStopped: Bool = false, now: Timestamp = SystemTimeSource().now()
  ) {
    self.now = now
    best = BestSoFar(
      goal: goal ?? experiment.goal, includingEarlyStopped: includingEarlyStopped)
    let csv = JobRecord.csvTable(
      parameterNames: experiment.parameterNames, extra: ["best_so_far", "new_best"])
    table = StreamedTable(
      as: format, csv: csv, columns: Self.columns, wide: ["999999", "9999999", "EARLY_STOPPED"],
      emptyText: "No jobs.")
  }

  /// Takes the next job.
  ///
  /// - Returns: What can be written by now, line ends included; often nothing, then much at once.
  public mutating func add(_ job: JobRecord) -> String {
    let (row, now) = (best.row(for: job), now)
    return table.add(json: row.json, cells: Self.cells(of: row, now: now))
  }

  /// Ends the table.
  ///
  /// - Returns: The rest of what is to be written.
  public mutating func end() -> String { table.end() }

  private static let columns: [TextTable.Column] = [
    .init("no", .right), .init("job", .right), .init("status"), .init("score", .right),
    .init("best so far", .right), .init("took", .right), .init("tries", .right),
    .init("parameters", isElastic: true),
  ]

  private static func cells(of row: HistoryRow, now: Timestamp) -> [TextTable.Cell] {
    let job = row.job
    let took = job.duration ?? (job.status == .running ? now.since(job.started) : nil)
    return [
      "\(job.number)", "\(job.id)", .init(job.status.rawValue, job.status.textStyle),
      .init(NumberText(job.score).description, row.isNewBest ? .good : nil),
      .init(NumberText(row.bestSoFar).description, .faint),
      .init(took.map { DurationText($0).description } ?? "–"), "\(job.attempts)",
      .init(job.parameters.line),
    ]
  }
}
