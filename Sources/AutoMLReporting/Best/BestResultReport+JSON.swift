public import AutoMLModel
import AutoMLTracking

extension BestResultReport {
  /// The report with the keys of `docs/json.md`.
  public var json: JSONValue {
    [
      "experiment": experiment.json,
      "best": best.map(Self.json) ?? .null,
      "runners_up": .array(runnersUp.map(\.json)),
      "jobs": tally.json,
      "attempts": JSONValue(tally.attempts),
      "time": [
        "wall_seconds": JSONValue(seconds: wallTime),
        "compute_seconds": JSONValue(seconds: tally.attemptTime),
      ],
      "first_error": JSONValue(firstError),
      "generated": JSONValue(generated),
    ]
  }

  /// The best job and its runners-up, a line each, with a column a parameter.
  public var csv: String {
    var columns = JobRecord.csvTable(parameterNames: experiment.parameterNames).columns
    columns.insert(["rank"], at: 0)
    let jobs = (best.map { [$0.job] } ?? []) + runnersUp
    return CSVTable(columns: columns).text(
      of: jobs.enumerated().map {
        $0.element.json.adding([.init("rank", JSONValue($0.offset + 1))])
      })
  }

  private static func json(of best: Best) -> JSONValue {
    [
      "job": best.job.json,
      "attempts": .array(best.attempts.map(\.json)),
      "curve": best.curve?.json ?? .null,
      "results": .object(best.results.map { .init($0.label, .number($0.value)) }),
    ]
  }
}
