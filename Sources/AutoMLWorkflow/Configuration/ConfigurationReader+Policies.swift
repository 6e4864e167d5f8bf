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
    if let field = section["max_backoff"] {
      let longest = duration(field) ?? max(policy.maximumBackoff, policy.backoff)
      if longest < policy.backoff {
        report(field, "it is shorter than backoff", "write a longer time, or remove the key")
      }
      policy.maximumBackoff = longest
    } else {
      policy.maximumBackoff = max(policy.maximumBackoff, policy.backoff)
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
        ], what: "a mapping such as {job_time: 2h, memory: 8GB}")
    else { return WorkflowLimits() }
    return WorkflowLimits(
      jobTime: section["job_time"].flatMap { duration($0) },
      memory: section["memory"].flatMap { size($0) }.map { Int($0) },
      experimentTime: section["experiment_time"].flatMap { duration($0) },
      failures: section["failures"].flatMap { integer($0, in: 1...Int.max) },
      targetScore: section["target_score"].flatMap { number($0) })
  }
}
