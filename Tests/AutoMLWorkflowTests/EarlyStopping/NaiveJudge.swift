import AutoMLModel

@testable import AutoMLWorkflow

/// The rules of early stopping word by word: everything is kept, and counted anew each time.
struct NaiveJudge {
  let policy: EarlyStoppingPolicy
  let goal: OptimizationGoal
  private var values: [JobID: [Double]] = [:]
  private var states: [JobID: JobStatus] = [:]
  private var isToEnd: Set<JobID> = []
  private var rungs: [Int: [JobID: Double]] = [:]

  init(_ policy: EarlyStoppingPolicy, goal: OptimizationGoal) {
    self.policy = policy
    self.goal = goal
  }

  mutating func began(_ job: JobID) {
    values[job] = []
    states[job] = .running
    isToEnd.remove(job)
  }

  mutating func ended(_ job: JobID, as status: JobStatus) { states[job] = status }

  mutating func reported(_ value: Double, by job: JobID) -> Bool {
    guard states[job] == .running else { return false }
    if isToEnd.contains(job) { return true }
    values[job, default: []].append(value)
    if ends(job) { isToEnd.insert(job) }
    return isToEnd.contains(job)
  }

  private func best(_ values: [Double]) -> Double {
    (goal == .maximize ? values.max() : values.min()) ?? .nan
  }

  private mutating func ends(_ job: JobID) -> Bool {
    let mine = values[job] ?? []
    let step = mine.count
    if case .successiveHalving(let reduction, let minimum) = policy.rule {
      return ends(job, best(mine), at: step, reduction, minimum)
    }
    guard step > policy.warmup, step % policy.interval == 0 else { return false }
    let others = values.filter {
      $0.key != job && $0.value.count >= step
        && (states[$0.key] == .running || states[$0.key] == .finished)
    }.map { Array($0.value.prefix(step)) }
    guard !others.isEmpty else { return false }
    let sign = goal == .maximize ? 1.0 : -1.0
    switch policy.rule {
    case .median:
      let means = others.map { $0.reduce(0, +) / Double(step) }.sorted()
      let middle = (means[(means.count - 1) / 2] + means[means.count / 2]) / 2
      return sign * mine.reduce(0, +) / Double(step) < sign * middle
    case .bandit(let factor):
      let theirs = best(others.map(best))
      return switch goal {
      case .maximize: best(mine) < (theirs >= 0 ? factor : 2 - factor) * theirs
      case .minimize: best(mine) > (theirs >= 0 ? 2 - factor : factor) * theirs
      }
    case .truncation(let fraction):
      let notBetter = others.filter { sign * best($0) <= sign * best(mine) }.count
      return Double(notBetter + 1) / Double(others.count + 1) <= fraction
    case .successiveHalving: return false
    }
  }

  private mutating func ends(
    _ job: JobID, _ value: Double, at step: Int, _ reduction: Int, _ minimum: Int
  ) -> Bool {
    var rung = minimum
    while rung < step { rung *= reduction }
    guard rung == step, step > policy.warmup else { return false }
    rungs[step, default: [:]][job] = value
    let all = (rungs[step] ?? [:]).values.sorted { goal.isBetter($0, than: $1) }
    guard all.count >= reduction else { return false }
    return goal.isBetter(all[all.count / reduction - 1], than: value)
  }
}
