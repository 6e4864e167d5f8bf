import AutoMLModel
import AutoMLTracking

extension JSONValue {
  /// A moment as ISO 8601 UTC, or null.
  init(_ time: Timestamp?) {
    self = time.map { .string(TimestampText.iso8601($0)) } ?? .null
  }

  /// A length of time in seconds, or null.
  init(seconds duration: Duration?) { self = duration.map { .number($0.inSeconds) } ?? .null }

  init(_ number: Double?) { self = number.map { .number($0) } ?? .null }
  init(_ number: Int?) { self = number.map { .integer(Int64($0)) } ?? .null }
  init(_ text: String?) { self = text.map { .string($0) } ?? .null }
  init(_ id: some RowIdentifier) { self = .integer(id.rawValue) }
  init(_ id: (some RowIdentifier)?) { self = id.map { .integer($0.rawValue) } ?? .null }

  /// The members of this object followed by others.
  func adding(_ members: [Member]) -> JSONValue {
    guard case .object(let own) = self else { return self }
    return .object(own + members)
  }
}

extension RecommendationID {
  /// The value of which the identifier was made.
  var value: JSONValue { (try? JSONValue(parsing: json)) ?? .string(json) }
}

extension ExperimentRecord {
  var json: JSONValue {
    [
      "id": JSONValue(id), "user": .string(user), "name": .string(name),
      "status": .string(status.rawValue), "goal": .string(goal.rawValue),
      "labels": .array(labels.map { .string($0) }),
      "seed": seed.map { Int64(exactly: $0).map { .integer($0) } ?? .string(String($0)) } ?? .null,
      "created": JSONValue(created), "started": JSONValue(started), "ended": JSONValue(ended),
      "end_reason": JSONValue(endReason), "error": JSONValue(errorMessage),
    ]
  }

  /// The names of the parameters, as far as the search space tells.
  var parameterNames: [String] {
    if case .object(let members) = searchSpace { members.map(\.name) } else { [] }
  }

  /// How long it has been going since it was last started, or nil when it never was.
  func wallTime(at now: Timestamp) -> Duration? {
    started.map { (ended ?? now).since($0) }
  }
}

extension ExperimentTally {
  var json: JSONValue {
    [
      "total": JSONValue(total), "pending": JSONValue(self[.pending]),
      "running": JSONValue(self[.running]), "finished": JSONValue(self[.finished]),
      "failed": JSONValue(self[.failed]), "early_stopped": JSONValue(self[.earlyStopped]),
      "cancelled": JSONValue(self[.cancelled]),
    ]
  }

  subscript(status: JobStatus) -> Int { jobs[status] ?? 0 }

  /// The number of jobs to which nothing can happen any more.
  var ended: Int { jobs.reduce(0) { $0 + ($1.key.isFinal ? $1.value : 0) } }
}

extension JobRecord {
  /// The time from the first attempt to the end, or nil while it has not ended.
  var duration: Duration? { ended.map { $0.since(started) } }

  var json: JSONValue {
    [
      "id": JSONValue(id), "experiment": JSONValue(experiment), "number": JSONValue(number),
      "recommendation": recommendation?.value ?? .null, "status": .string(status.rawValue),
      "score": JSONValue(score), "started": JSONValue(started), "ended": JSONValue(ended),
      "duration_seconds": JSONValue(seconds: duration), "attempts": JSONValue(attempts),
      "parameters": parameters.json,
    ]
  }

  static func csvTable(parameterNames: [String], extra: [String] = []) -> CSVTable {
    let fixed = ["number", "id", "status", "score"] + extra + ["duration_seconds", "attempts"]
    return CSVTable(
      columns: fixed.map { [$0] }
        + (parameterNames.isEmpty
          ? [["parameters"]] : parameterNames.map { ["parameters", $0] }))
  }
}

extension AttemptRecord {
  var duration: Duration? { ended.map { $0.since(started) } }

  var json: JSONValue {
    [
      "id": JSONValue(id), "job": JSONValue(job), "number": JSONValue(number),
      "status": .string(status.rawValue), "session": JSONValue(session),
      "started": JSONValue(started), "ended": JSONValue(ended),
      "duration_seconds": JSONValue(seconds: duration), "exit_code": JSONValue(ending.exitCode),
      "signal": JSONValue(ending.signal), "error": JSONValue(ending.error),
      "process_group": JSONValue(processGroup?.id), "log": JSONValue(logPath),
      "resources": .array(resources.map { JSONValue($0) }),
    ]
  }
}

extension ParameterSet {
  /// The parameters on one line: `lr=0.01 hidden=64`.
  var line: String {
    entries.map { "\($0.name)=\($0.value.shortText)" }.joined(separator: " ")
  }
}

extension ParameterValue {
  /// The value for people: real numbers are rounded.
  var shortText: String {
    if case .float(let value) = self { NumberText(value).description } else { description }
  }
}
