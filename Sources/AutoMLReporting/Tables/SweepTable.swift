public import AutoMLModel
public import AutoMLTracking

/// Sweeps, one a row, with the numbers of their combinations in each state.
public struct SweepTable: Report {
  /// The sweeps from top to bottom.
  public let sweeps: [SweepRecord]

  /// Makes a table of sweeps.
  public init(_ sweeps: [SweepRecord]) { self.sweeps = sweeps }

  /// The sweeps for people.
  public func text(width: Int?, colour: Bool) -> String {
    if sweeps.isEmpty { return "No sweeps." }
    var table = TextTable([
      .init("id", .right), .init("name", isElastic: true), .init("all", .right),
      .init("done", .right), .init("remaining", .right), .init("in progress", .right),
      .init("skipped", .right), .init("created"),
    ])
    for sweep in sweeps {
      let counts = sweep.counts
      table.append([
        "\(sweep.id)", .init(sweep.name), "\(counts.total)",
        .init("\(counts.done)", counts.total > 0 && counts.done == counts.total ? .good : nil),
        "\(counts.remaining)", .init("\(counts.inProgress)", counts.inProgress > 0 ? .open : nil),
        .init("\(counts.skipped)", counts.skipped > 0 ? .bad : nil),
        .init(TimestampText.local(sweep.created)),
      ])
    }
    return table.text(width: width, colour: colour)
  }

  /// An array of sweeps.
  public var json: JSONValue { .array(sweeps.map { Self.json(of: $0) }) }

  /// The sweeps, a line each.
  public var csv: String {
    let counts = ["total", "remaining", "in_progress", "skipped", "done"]
    return CSVTable(
      columns: [["id"], ["name"], ["created"]] + counts.map { ["counts", $0] }
    ).text(of: sweeps.map { Self.json(of: $0) })
  }

  /// One sweep for machines.
  public static func json(of sweep: SweepRecord) -> JSONValue {
    [
      "id": JSONValue(sweep.id), "name": .string(sweep.name),
      "created": JSONValue(sweep.created), "counts": json(of: sweep.counts),
    ]
  }

  /// The numbers of combinations for machines.
  public static func json(of counts: SweepCounts) -> JSONValue {
    [
      "total": JSONValue(counts.total), "remaining": JSONValue(counts.remaining),
      "in_progress": JSONValue(counts.inProgress), "skipped": JSONValue(counts.skipped),
      "done": JSONValue(counts.done),
    ]
  }
}
