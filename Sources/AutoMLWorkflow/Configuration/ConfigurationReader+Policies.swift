import AutoMLModel

extension ConfigurationReader {
  mutating func retries(_ field: Field) -> RetryPolicy {
    var policy = RetryPolicy()
    let most = 1_000_000
    if case .integer = field.node.value {
      policy.count = integer(field, in: 0...most) ?? 0
      return policy
    }
    guard
      let section = section(
        field, keys: ["count", "backoff", "max_backoff", "on"], other: ["times": "write count"],
        what: "a number, or a mapping such as {count: 2, backoff: 1s}")
    else { return policy }
    if let count = required("count", in: section, "write how many retries a job has") {
      policy.count = integer(count, in: 0...most) ?? 0
    }
    if let backoff = section["backoff"] {
      policy.backoff = duration(backoff, allowsZero: true) ?? .zero
    }
    if let longest = section["max_backoff"] {
      policy.maximumBackoff = duration(longest) ?? policy.maximumBackoff
    }
    if let kinds = section["on"] {
      let names = JobFailure.Kind.allCases.map(\.rawValue).joined(separator: ", ")
      let fields = elements(kinds, "a list out of \(names)") ?? []
      if case .sequence([]) = kinds.node.value {
        report(kinds, "the list is empty", "name some of \(names), or remove the key")
      }
      policy.kinds = Set(fields.compactMap { word($0, of: JobFailure.Kind.self) })
    }
    return policy
  }

  mutating func limits(_ field: Field) -> WorkflowLimits {
    let keys = ["job_time", "experiment_time", "memory", "failures", "target_score"]
    guard
      let section = section(
        field, keys: keys,
        other: [
          "time": "write job_time or experiment_time", "timeout": "write job_time",
          "jobs": "write jobs at the top of the file", "score": "write target_score",
        ], what: "a mapping such as {job_time: 2h, failures: 10}")
    else { return WorkflowLimits() }
    if let field = section["memory"], size(field) != nil {
      report(field, "memory limits are not supported yet", "remove the key")
    }
    return WorkflowLimits(
      jobTime: section["job_time"].flatMap { duration($0) },
      experimentTime: section["experiment_time"].flatMap { duration($0) },
      failures: section["failures"].flatMap { integer($0, in: 1...Int.max) },
      targetScore: section["target_score"].flatMap { number($0) })
  }
}
