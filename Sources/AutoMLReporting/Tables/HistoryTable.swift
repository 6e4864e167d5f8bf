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
  private let format: ReportFormat
  private let now: Timestamp
  private var best: BestSoFar
  private let csv: CSVTable
  private var table: TextTable
  private var layout: TextTable.Layout?
  private var isEmpty = true

  /// How many rows are held back to find widths at which they all fit.
  private static let sample = 200

  /// Begins a table.
  ///
  /// - Parameters:
  ///   - goal: The direction of "best so far"; nil means the experiment's own.
  ///   - now: The time up to which a job that goes on has taken.
  public init(
    of experiment: ExperimentRecord, as format: ReportFormat, goal: OptimizationGoal? = nil,
    includingEarlyStopped: Bool = false, now: Timestamp = SystemTimeSource().now()
  ) {
    self.format = format
    self.now = now
    best = BestSoFar(
      goal: goal ?? experiment.goal, includingEarlyStopped: includingEarlyStopped)
    csv = JobRecord.csvTable(
      parameterNames: experiment.parameterNames, extra: ["best_so_far", "new_best"])
    table = Self.emptyTable
  }

  /// Takes the next job.
  ///
  /// - Returns: What can be written by now, line ends included; often nothing, then much at once.
  public mutating func add(_ job: JobRecord) -> String {
    let row = best.row(for: job)
    defer { isEmpty = false }
    switch format {
    case .json: return (isEmpty ? "[\n" : ",\n") + row.json.serialized()
    case .csv: return (isEmpty ? csv.header + "\n" : "") + csv.line(of: row.json) + "\n"
    case .text(let width, let colour):
      if let layout { return table.line(of: cells(of: row), layout, colour: colour) + "\n" }
      table.append(cells(of: row))
      return table.rows.count < Self.sample ? "" : flush(width: width, colour: colour)
    }
  }

  /// Ends the table.
  ///
  /// - Returns: The rest of what is to be written.
  public mutating func end() -> String {
    switch format {
    case .json: isEmpty ? "[]\n" : "\n]\n"
    case .csv: isEmpty ? csv.header + "\n" : ""
    case .text where isEmpty: "No jobs.\n"
    case .text(let width, let colour):
      layout == nil ? flush(width: width, colour: colour) : ""
    }
  }

  private mutating func flush(width: Int?, colour: Bool) -> String {
    var sample = table
    // More rows will come, with longer numbers.
    if sample.rows.count >= Self.sample { sample.append(["999999", "9999999", "EARLY_STOPPED"]) }
    let layout = sample.layout(width: width)
    defer {
      self.layout = layout
      table = Self.emptyTable
    }
    let lines =
      [table.header(layout, colour: colour)]
      + table.rows.map { table.line(of: $0, layout, colour: colour) }
    return lines.map { $0 + "\n" }.joined()
  }

  private static let emptyTable = TextTable([
    .init("no", .right), .init("job", .right), .init("status"), .init("score", .right),
    .init("best so far", .right), .init("took", .right), .init("tries", .right),
    .init("parameters", isElastic: true),
  ])

  private func cells(of row: HistoryRow) -> [TextTable.Cell] {
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
