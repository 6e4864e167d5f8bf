import AutoMLModel

/// Judges jobs by their intermediate results: a pure value, told of everything in order.
///
/// The verdicts depend on the sequence of calls alone, so that replaying what was recorded makes
/// the same judge again. A result at which nobody is judged costs a few additions. A judged one
/// costs a search among the values at its step and a place for its own: O(log n) comparisons and
/// one move of memory. What is kept is one number for each job and judged step, twice while the
/// job runs, and a few more for each running job; never the results themselves.
struct EarlyStopJudge: Sendable {
  /// What a running attempt has reported.
  private struct Progress {
    var mean = RunningMean()
    var best: Score?
    /// How many judged steps are behind it: the place of the next one in ``steps``.
    var passed = 0
    var nextStep: Int?
    var verdict: EarlyStop?
  }

  let policy: EarlyStoppingPolicy
  let goal: OptimizationGoal
  private var running: [JobID: Progress] = [:]
  /// The values that were compared at each judged step, by the order of these steps.
  private var steps: [SortedValues] = []
  /// Which of them belong to jobs that may still take them back.
  private var ownValues: [JobID: [Double]] = [:]

  init(_ policy: EarlyStoppingPolicy, goal: OptimizationGoal) {
    self.policy = policy
    self.goal = goal
  }

  /// Whether what was recorded at a step outlives the job.
  private var keepsValues: Bool {
    if case .successiveHalving = policy.rule { true } else { false }
  }

  /// An attempt at a job begins; the numbers of its earlier attempts are forgotten.
  ///
  /// What successive halving recorded stays until the attempt comes to the same rung.
  mutating func began(_ job: JobID) {
    if !keepsValues { withdraw(job) }
    running[job] = Progress(nextStep: policy.judgedStep(after: 0))
  }

  /// A running job reports a result.
  ///
  /// Results of a job that is not running are ignored. A job that has been told to end hears the
  /// same again, and its further results count for nothing.
  ///
  /// - Returns: Why the job is to be ended; nil when it goes on.
  mutating func reported(_ score: Score, by job: JobID) -> EarlyStop? {
    guard var progress = running.removeValue(forKey: job) else { return nil }
    defer { running[job] = progress }
    if let verdict = progress.verdict { return verdict }
    progress.mean.add(score.value)
    let best =
      progress.best.map { goal.isBetter(score.value, than: $0.value) ? score : $0 } ?? score
    progress.best = best
    guard progress.mean.count == progress.nextStep else { return nil }
    let step = progress.mean.count
    let value = policy.rule == .median ? progress.mean.value : best.value
    if let words = judge(value, of: job, at: progress.passed) {
      let results = step == 1 ? "1 result" : "\(step) results"
      progress.verdict = EarlyStop(
        best: best, reason: "Early stopped by \(policy.rule.name) after \(results): \(words).")
    }
    progress.passed += 1
    progress.nextStep = policy.judgedStep(after: step)
    return progress.verdict
  }

  /// The attempt of a job ended, and this is what became of the job.
  ///
  /// - Parameter status: FINISHED leaves the job's numbers in the comparison, also those of a job
  ///   that had been told to end. Any other takes them out, PENDING before a further attempt
  ///   included; but what successive halving recorded stays.
  mutating func ended(_ job: JobID, as status: JobStatus) {
    running[job] = nil
    if !keepsValues, status != .finished { withdraw(job) }
    if status == .finished || status == .earlyStopped { ownValues[job] = nil }
  }

  /// Compares a value with the others at a step and puts it among them.
  ///
  /// - Returns: The end of a sentence that says why the job is to be ended, or nil.
  private mutating func judge(_ value: Double, of job: JobID, at index: Int) -> String? {
    if index == steps.count { steps.append(SortedValues()) }
    if let own = ownValues[job], index < own.count {
      steps[index].remove(own[index])
      ownValues[job]?[index] = value
    } else {
      ownValues[job, default: []].append(value)
    }
    let objection = policy.rule.objection(to: value, among: steps[index], goal: goal)
    steps[index].insert(value)
    return objection
  }

  /// Takes a job's values out of the comparison.
  private mutating func withdraw(_ job: JobID) {
    for (index, value) in (ownValues.removeValue(forKey: job) ?? []).enumerated() {
      steps[index].remove(value)
    }
  }
}
