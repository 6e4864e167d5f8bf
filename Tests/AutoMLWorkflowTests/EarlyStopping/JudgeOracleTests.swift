import AutoMLModel
import AutoMLSearch
import Testing

@testable import AutoMLWorkflow

@Suite("Early stopping, against the rules word by word")
struct JudgeOracleTests {
  static let policies: [EarlyStoppingPolicy] = [
    EarlyStoppingPolicy(.median), EarlyStoppingPolicy(.median, warmup: 3, interval: 2),
    EarlyStoppingPolicy(.bandit(factor: 0.5)),
    EarlyStoppingPolicy(.bandit(factor: 0.875), warmup: 1, interval: 3),
    EarlyStoppingPolicy(.truncation(fraction: 0.3)),
    EarlyStoppingPolicy(.truncation(fraction: 0.6), warmup: 4, interval: 4),
    EarlyStoppingPolicy(.successiveHalving(reduction: 3, minimum: 1)),
    EarlyStoppingPolicy(.successiveHalving(reduction: 2, minimum: 3), warmup: 5),
  ]

  @Test(
    "gives the same verdicts for random sequences", arguments: policies, OptimizationGoal.allCases)
  func sequences(_ policy: EarlyStoppingPolicy, _ goal: OptimizationGoal) throws {
    var counts = [false: 0, true: 0]
    for seed in 0..<25 as Range<UInt64> {
      var random = SeededGenerator(seed: seed)
      var judge = EarlyStopJudge(policy, goal: goal)
      var replayed = judge
      var naive = NaiveJudge(policy, goal: goal)
      var running: [JobID] = []
      var waiting: [JobID] = []
      var next: JobID = 1
      for _ in 0..<600 {
        let draw = Int.random(in: 0..<100, using: &random)
        if running.isEmpty || draw < 5 {
          let job: JobID
          if !waiting.isEmpty, Bool.random(using: &random) {
            job = waiting.removeFirst()
          } else {
            job = next
            next = JobID(rawValue: next.rawValue + 1)
          }
          running.append(job)
          judge.began(job)
          replayed.began(job)
          naive.began(job)
          continue
        }
        let index = Int.random(in: 0..<running.count, using: &random)
        let job = running[index]
        if draw < 10 {
          let statuses = [
            JobStatus.finished, .finished, .pending, .failed, .cancelled, .earlyStopped,
          ]
          let status = statuses[Int.random(in: 0..<statuses.count, using: &random)]
          if status == .pending { waiting.append(job) }
          running.remove(at: index)
          judge.ended(job, as: status)
          replayed.ended(job, as: status)
          naive.ended(job, as: status)
          continue
        }
        // Few different values, so that many are equal, and all are summed without rounding.
        let value = Double(Int.random(in: -6...9, using: &random)) / 4
        let verdict = judge.reported(try Score(value), by: job)
        let second = replayed.reported(try Score(value), by: job)
        let expected = naive.reported(value, by: job)
        try #require((verdict != nil) == expected)
        try #require(verdict == second)
        counts[expected, default: 0] += 1
      }
    }
    #expect(counts.values.allSatisfy { $0 > 100 }, "\(counts)")
  }
}
