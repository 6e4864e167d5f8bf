import AutoMLModel
import AutoMLTracking

extension BestResultReport: Report {
  /// The report as a screenful: best job, its parameters and curve, runners-up, counts and time.
  public func text(width: Int?, colour: Bool) -> String {
    var blocks = [title(colour: colour)]
    if let best {
      blocks.append(text(of: best, width: width, colour: colour))
    } else {
      blocks.append(excuse)
    }
    if !runnersUp.isEmpty {
      let heading = TextStyle.heading.apply(to: "Runners-up", colour: colour)
      let table = runnersUpTable.text(width: width.map { $0 - 2 }, colour: colour)
      blocks.append(heading + "\n" + indented(table))
    }
    blocks.append(totals(colour: colour))
    return blocks.joined(separator: "\n\n")
  }

  private func title(colour: Bool) -> String {
    let name = VisibleText(experiment.name).description
    let status = experiment.status
    let start = experiment.started.map { " · started \(TimestampText.local($0))" } ?? ""
    return TextStyle.heading.apply(to: name, colour: colour)
      + " · experiment \(experiment.id) · "
      + status.textStyle.apply(to: status.rawValue, colour: colour)
      + " · \(experiment.goal.rawValue)" + start
  }

  private func text(of best: Best, width: Int?, colour: Bool) -> String {
    let job = best.job
    // More digits than elsewhere: the best scores are often close to each other, or to 1.
    let score = job.score.map { NumberText($0, digits: 9).description } ?? "–"
    let heading =
      TextStyle.heading.apply(to: "Best score ", colour: colour)
      + TextStyle.good.apply(to: score, colour: colour)
      + " by job \(job.id) (number \(job.number))"
    var rows: [(String, String)] = job.parameters.entries.map { ($0.name, $0.value.description) }
    let parameterCount = rows.count
    rows += best.results.map { ($0.label, NumberText($0.value).description) }
    let resultCount = rows.count - parameterCount
    if let curve = best.curve { rows.append(("curve", text(of: curve, width: width))) }
    rows.append(("took", effort(of: best)))
    if let log = best.attempts.last?.logPath { rows.append(("log", log)) }

    let names = rows.map { VisibleText($0.0).description }
    let widest = names.reduce(0) { max($0, $1.cellCount) }
    var lines = [heading]
    for (index, name) in names.enumerated() {
      if index == parameterCount && parameterCount > 0
        || index == parameterCount + resultCount && resultCount > 0
      {
        lines.append("")
      }
      let padded = name.padded(toCells: widest, alignment: .left)
      lines.append("  \(padded)  \(VisibleText(rows[index].1))")
    }
    return lines.joined(separator: "\n")
  }

  private func text(of curve: IntermediateCurve, width: Int?) -> String {
    let line = Sparkline(
      curve.points.map(\.score), width: max(10, min(40, (width ?? 80) - 50)))
    let range = "\(NumberText(curve.minimum)) … \(NumberText(curve.maximum))"
    let results = curve.count == 1 ? "1 result" : "\(curve.count) results"
    return "\(line) \(results), \(range), last \(NumberText(curve.last.score))"
  }

  private func effort(of best: Best) -> String {
    let time = DurationText((best.job.ended ?? generated).since(best.job.started))
    let attempts = best.job.attempts
    return attempts == 1 ? "\(time)" : "\(time) in \(attempts) attempts"
  }

  /// Why there is no best job.
  private var excuse: String {
    var counts: [String] = []
    for status in [JobStatus.failed, .cancelled, .earlyStopped, .running, .pending]
    where tally[status] > 0 {
      counts.append("\(tally[status]) \(status.word)")
    }
    var text = "No job has a score yet: "
    text += counts.isEmpty ? "no job has been started" : counts.joined(separator: ", ")
    if let firstError { text += ", first error: \(VisibleText(firstError))" }
    return text.hasSuffix(".") ? text : text + "."
  }

  private var runnersUpTable: TextTable {
    var table = TextTable([
      .init("rank", .right), .init("job", .right), .init("score", .right), .init("took", .right),
      .init("parameters", isElastic: true),
    ])
    for (index, job) in runnersUp.enumerated() {
      table.append([
        "\(index + 2)", "\(job.id)", "\(NumberText(job.score))",
        "\(job.duration.map { DurationText($0).description } ?? "–")", "\(job.parameters.line)",
      ])
    }
    return table
  }

  private func totals(colour: Bool) -> String {
    var counts: [String] = []
    for status in JobStatus.allCases where tally[status] > 0 {
      counts.append(
        status.textStyle.apply(to: "\(tally[status]) \(status.word)", colour: colour))
    }
    let attempts = tally.attempts == 1 ? "1 attempt" : "\(tally.attempts) attempts"
    var lines = ["Jobs  \(tally.total)"]
    if !counts.isEmpty { lines[0] += ": " + counts.joined(separator: ", ") + " · " + attempts }
    let jobTime = "\(DurationText(tally.attemptTime)) of jobs"
    lines.append("Time  " + (wallTime.map { "\(DurationText($0)) · " } ?? "") + jobTime)
    if let reason = experiment.endReason { lines.append("Ended \(VisibleText(reason))") }
    if best != nil, let firstError, firstError != experiment.endReason {
      let label = TextStyle.bad.apply(to: "Error", colour: colour)
      lines.append("\(label) \(VisibleText(firstError))")
    }
    return lines.joined(separator: "\n")
  }

  private func indented(_ text: String) -> String {
    text.split(separator: "\n").map { "  " + $0 }.joined(separator: "\n")
  }
}

extension JobStatus {
  /// The status in running text.
  var word: String {
    switch self {
    case .pending: "pending"
    case .running: "running"
    case .finished: "finished"
    case .failed: "failed"
    case .earlyStopped: "stopped early"
    case .cancelled: "cancelled"
    }
  }
}
