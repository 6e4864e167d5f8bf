import AutoMLModel
import AutoMLReporting
import AutoMLSweep
import AutoMLTracking

/// How far a sweep is: in all, and for each level of each factor.
struct SweepStatsReport {
  /// The sweep's name.
  let name: String
  private var counts = SweepCounts(total: 0, remaining: 0, skipped: 0, inProgress: 0, done: 0)
  private var statistics = SweepStatistics()

  init(name: String) { self.name = name }

  /// Counts a combination.
  mutating func add(_ record: CombinationRecord) {
    counts.total += 1
    switch record.status {
    case .remaining: counts.remaining += 1
    case .skipped: counts.skipped += 1
    case .inProgress: counts.inProgress += 1
    case .done: counts.done += 1
    }
    if let combination = Combination(record.parameters) {
      statistics.add(combination, record.status)
    }
  }

  /// The counts and a table of the levels, for people.
  func text(width: Int?, colour: Bool) -> String {
    let headline =
      "\(VisibleText(name)): \(counts.total) combinations: \(counts.done) done, "
      + "\(counts.remaining) remaining, \(counts.inProgress) in progress, "
      + "\(counts.skipped) skipped"
    if table.rows.isEmpty { return headline }
    return headline + "\n\n" + table.text(width: width, colour: colour)
  }

  private var table: TextTable {
    var table = TextTable([
      .init("factor", isElastic: true), .init("level", isElastic: true), .init("all", .right),
      .init("done", .right), .init("remaining", .right), .init("in progress", .right),
      .init("skipped", .right),
    ])
    let states: [CombinationStatus] = [.done, .remaining, .inProgress, .skipped]
    let columns = states.map { statistics.counts($0) }
    for row in statistics.total.rows {
      for (place, cell) in row.cells.enumerated() {
        // Written as in JSON, where 1 and "1" are told apart.
        table.append(
          [
            .init(place == 0 ? row.name : ""), .init(cell.level.json.serialized()),
            "\(cell.value)",
          ] + columns.map { "\($0[row.name, cell.level] ?? 0)" })
      }
    }
    return table
  }

  /// The counts, and the nine tables of the levels.
  var json: JSONValue {
    [
      "sweep": .string(name), "counts": SweepTable.json(of: counts), "levels": statistics.json,
    ]
  }
}
