import AutoMLModel
import Testing

@testable import AutoMLWorkflow

/// What other jobs reported, what a job reports then, and the step at which it is told to end.
struct JudgeRow: CustomTestStringConvertible, Sendable {
  let rule: EarlyStoppingPolicy.Rule
  let goal: OptimizationGoal
  var warmup = 0
  var interval = 1
  let others: [[Double]]
  let mine: [Double]
  let step: Int?

  init(
    _ rule: EarlyStoppingPolicy.Rule, _ goal: OptimizationGoal, _ others: [[Double]],
    _ mine: [Double], endsAt step: Int?, warmup: Int = 0, interval: Int = 1
  ) {
    (self.rule, self.goal, self.others, self.mine, self.step) = (rule, goal, others, mine, step)
    (self.warmup, self.interval) = (warmup, interval)
  }

  var testDescription: String { "\(rule) \(goal) \(others) \(mine)" }

  /// The step at which the job is told to end.
  func judged() throws -> Int? {
    var judge = EarlyStopJudge(
      EarlyStoppingPolicy(rule, warmup: warmup, interval: interval), goal: goal)
    for (index, values) in others.enumerated() {
      let job = JobID(rawValue: Int64(index + 2))
      judge.began(job)
      for value in values { _ = judge.reported(try Score(value), by: job) }
      judge.ended(job, as: .finished)
    }
    judge.began(1)
    for (index, value) in mine.enumerated() {
      if judge.reported(try Score(value), by: 1) != nil { return index + 1 }
    }
    return nil
  }
}

extension JudgeRow {
  static let median: [Self] = [
    Self(.median, .maximize, [], [0, 0, 0], endsAt: nil),
    Self(.median, .maximize, [[1]], [0.5], endsAt: 1),
    Self(.median, .maximize, [[1]], [1], endsAt: nil),
    Self(.median, .minimize, [[1]], [0.5], endsAt: nil),
    Self(.median, .minimize, [[1]], [1.5], endsAt: 1),
    Self(.median, .minimize, [[-1]], [0], endsAt: 1),
    // The medians of the means are 2 at both steps.
    Self(.median, .maximize, [[1, 1], [2, 2], [9, 9]], [3, 0.5], endsAt: 2),
    Self(.median, .maximize, [[1, 1], [2, 2], [9, 9]], [3, 1], endsAt: nil),
    // Two others: the median is the mean of 1 and 3.
    Self(.median, .maximize, [[1], [3]], [1.9], endsAt: 1),
    Self(.median, .maximize, [[1], [3]], [2], endsAt: nil),
    Self(.median, .minimize, [[1], [3]], [2.1], endsAt: 1),
    // The mean counts, not the last value or the best one.
    Self(.median, .maximize, [[2, 2, 2]], [9, 0, 0], endsAt: nil),
    Self(.median, .minimize, [[2, 2, 2]], [0, 0, 7], endsAt: 3),
    // Whoever did not come as far is not compared with.
    Self(.median, .maximize, [[0, 0], [9]], [5, 0], endsAt: nil),
    Self(.median, .maximize, [[9]], [9, 0, 0], endsAt: nil),
    Self(.median, .maximize, [[5, 5, 5, 5]], [0, 0, 0, 0], endsAt: 3, warmup: 2),
    Self(.median, .maximize, [[5, 5, 5, 5]], [0, 0, 0, 0], endsAt: 2, interval: 2),
    Self(.median, .maximize, [[5, 5, 5, 5]], [0, 0, 0, 0], endsAt: 4, warmup: 2, interval: 2),
    Self(.median, .maximize, [[5, 5, 5, 5]], [0, 0, 0, 0], endsAt: 2, warmup: 1, interval: 2),
    Self(.median, .maximize, [[5, 5, 5, 5]], [0, 0, 0, 0], endsAt: nil, warmup: 4),
    Self(.median, .maximize, [[5, 5, 5, 5]], [0, 0, 0, 0], endsAt: nil, interval: 5),
    Self(.median, .maximize, [[5, 5, 5, 5]], [0, 0, 0, 0], endsAt: 1, warmup: -1, interval: 0),
    Self(.median, .maximize, [[5]], [0], endsAt: nil, warmup: .max),
    Self(.median, .maximize, [[5]], [0], endsAt: nil, interval: .max),
    // The same numbers are equally good in every order, although they cannot be summed exactly.
    Self(.median, .maximize, [[0.3, 0.1, 0.2]], [0.3, 0.2, 0.1], endsAt: nil),
    Self(.median, .minimize, [[0.3, 0.2, 0.1]], [0.1, 0.2, 0.3], endsAt: nil),
    Self(.median, .maximize, [[1e308, 1e308]], [1e308, 1e308], endsAt: nil),
  ]

  static let bandit: [Self] = [
    Self(.bandit(factor: 0.5), .maximize, [], [-9], endsAt: nil),
    Self(.bandit(factor: 0.5), .maximize, [[8]], [4], endsAt: nil),
    Self(.bandit(factor: 0.5), .maximize, [[8]], [3.9], endsAt: 1),
    Self(.bandit(factor: 0.5), .maximize, [[-8]], [-12], endsAt: nil),
    Self(.bandit(factor: 0.5), .maximize, [[-8]], [-12.5], endsAt: 1),
    Self(.bandit(factor: 0.5), .maximize, [[0]], [0], endsAt: nil),
    Self(.bandit(factor: 0.5), .maximize, [[0]], [-0.1], endsAt: 1),
    Self(.bandit(factor: 0.5), .minimize, [[8]], [12], endsAt: nil),
    Self(.bandit(factor: 0.5), .minimize, [[8]], [12.5], endsAt: 1),
    Self(.bandit(factor: 0.5), .minimize, [[-8]], [-4], endsAt: nil),
    Self(.bandit(factor: 0.5), .minimize, [[-8]], [-3.5], endsAt: 1),
    Self(.bandit(factor: 0.5), .minimize, [[0]], [0.1], endsAt: 1),
    Self(.bandit(factor: 1), .maximize, [[8]], [8], endsAt: nil),
    Self(.bandit(factor: 1), .maximize, [[8]], [7.9], endsAt: 1),
    // The best values so far count: of the others up to my step, of mine since the beginning.
    Self(.bandit(factor: 0.5), .maximize, [[2, 90]], [1, 1], endsAt: 2),
    Self(.bandit(factor: 0.5), .maximize, [[8, 1], [2, 2]], [4, 0], endsAt: nil),
    Self(.bandit(factor: 0.5), .minimize, [[9, 2], [5, 5]], [4, 3], endsAt: nil),
    Self(.bandit(factor: 0.5), .minimize, [[9, 2], [5, 5]], [4, 3.5], endsAt: 2),
  ]

  static let truncation: [Self] = [
    Self(.truncation(fraction: 0.5), .maximize, [], [0], endsAt: nil),
    Self(.truncation(fraction: 0.5), .maximize, [[2]], [1], endsAt: 1),
    Self(.truncation(fraction: 0.49), .maximize, [[2]], [1], endsAt: nil),
    Self(.truncation(fraction: 0.5), .maximize, [[2]], [2], endsAt: nil),
    Self(.truncation(fraction: 0.5), .minimize, [[2]], [3], endsAt: 1),
    Self(.truncation(fraction: 0.5), .minimize, [[2]], [1], endsAt: nil),
    // Number 1, 2 and 3 of 4 from the worst.
    Self(.truncation(fraction: 0.5), .maximize, [[2], [4], [6]], [1], endsAt: 1),
    Self(.truncation(fraction: 0.5), .maximize, [[2], [4], [6]], [3], endsAt: 1),
    Self(.truncation(fraction: 0.5), .maximize, [[2], [4], [6]], [5], endsAt: nil),
    // Among equals it is the last from the worst.
    Self(.truncation(fraction: 0.5), .maximize, [[2], [4], [6]], [4], endsAt: nil),
    Self(.truncation(fraction: 0.5), .maximize, [[2], [2], [2]], [2], endsAt: nil),
    Self(.truncation(fraction: 0.25), .minimize, [[2], [4], [6]], [6], endsAt: nil),
    Self(.truncation(fraction: 0.25), .minimize, [[2], [4], [6]], [6.5], endsAt: 1),
    Self(.truncation(fraction: 0.5), .maximize, [[2, 4]], [3, 3], endsAt: 2),
    Self(.truncation(fraction: 0.5), .minimize, [[4, 2]], [3, 3], endsAt: 2),
  ]

  private static let halves = EarlyStoppingPolicy.Rule.successiveHalving(reduction: 2, minimum: 1)
  private static let thirds = EarlyStoppingPolicy.Rule.successiveHalving(reduction: 3, minimum: 2)

  static let successiveHalving: [Self] = [
    Self(halves, .maximize, [], [0], endsAt: nil),
    Self(halves, .maximize, [[2]], [1], endsAt: 1),
    Self(halves, .maximize, [[2]], [2], endsAt: nil),
    Self(halves, .minimize, [[2]], [1], endsAt: nil),
    Self(halves, .minimize, [[2]], [3], endsAt: 1),
    // One of three goes on, two of four.
    Self(halves, .maximize, [[1], [5]], [4], endsAt: 1),
    Self(halves, .maximize, [[1], [2], [5]], [4], endsAt: nil),
    // The third step is no rung; the second and the fourth are.
    Self(halves, .maximize, [[2, 2, 9, 9]], [2, 2, 2, 2], endsAt: 4),
    Self(halves, .maximize, [[2, 3, 9, 9]], [2, 2, 2, 2], endsAt: 2),
    Self(halves, .maximize, [[2, 3, 9, 9]], [2, 2, 2, 2], endsAt: 4, warmup: 2),
    Self(halves, .maximize, [[2, 3, 9, 9]], [2, 2, 2, 2], endsAt: 2, interval: 3),
    // Fewer than the reduction were there: nobody ends.
    Self(thirds, .maximize, [[9, 9]], [0, 0], endsAt: nil),
    Self(thirds, .maximize, [[9, 9], [8, 8]], [0, 0], endsAt: 2),
    Self(thirds, .maximize, [[9, 9], [8, 8]], [0, 9], endsAt: nil),
    Self(thirds, .maximize, [[9, 9], [8, 8]], [9, 0], endsAt: nil),
    Self(thirds, .minimize, [[1, 1], [2, 2]], [3, 1.5], endsAt: 2),
    // A reduction of 1 would end nobody ever and counts as 2.
    Self(.successiveHalving(reduction: 1, minimum: 0), .maximize, [[2]], [1], endsAt: 1),
    Self(
      .successiveHalving(reduction: .max, minimum: 1), .maximize, [[2, 2]], [1, 1], endsAt: nil),
  ]
}
