import AutoMLModel
import Foundation

extension EarlyStoppingPolicy.Rule {
  /// What the rule is called for people.
  var name: String {
    switch self {
    case .median: "median"
    case .bandit: "bandit"
    case .truncation: "truncation"
    case .successiveHalving: "successive halving"
    }
  }

  /// What the rule has against a job.
  ///
  /// - Parameters:
  ///   - value: The mean of the job's values for the median, its best value for all others.
  ///   - others: The same of the other jobs.
  /// - Returns: The end of a sentence, or nil when the job goes on.
  func objection(
    to value: Double, among others: SortedValues, goal: OptimizationGoal
  ) -> String? {
    let best = goal == .maximize ? others.highest : others.lowest
    guard let median = others.median, let best else { return nil }
    let jobs = others.count == 1 ? "1 other job" : "\(others.count) other jobs"
    let better =
      goal == .maximize ? others.count(above: value) : others.count(below: value)
    let all = others.count + 1
    switch self {
    case .median:
      guard goal.isBetter(median, than: value) else { return nil }
      let (mine, theirs) = Self.texts(value, median)
      return "the mean \(mine) is worse than the median \(theirs) of \(jobs)"
    case .bandit(let factor):
      let isLenient = (best < 0) == (goal == .maximize)
      let bound = (isLenient ? 2 - factor : factor) * best
      guard goal.isBetter(bound, than: value) else { return nil }
      let (mine, theirs) = Self.texts(value, bound)
      return "the best value \(mine) is worse than \(theirs), the least that the factor "
        + "\(factor) allows beside the best value \(Self.text(best)) of \(jobs)"
    case .truncation(let fraction):
      // Whoever is as good as the job stands before it, which favours the job.
      let rank = all - better
      guard Double(rank) / Double(all) <= fraction else { return nil }
      return "the best value \(Self.text(value)) is number \(rank) of \(all) from the worst, "
        + "within the fraction \(fraction)"
    case .successiveHalving(let reduction, _):
      let places = all / max(2, reduction)
      guard places > 0, better >= places else { return nil }
      return "the best value \(Self.text(value)) is not among the best \(places) of \(all)"
    }
  }

  /// Two different numbers in as few digits as tell them apart, six or all.
  private static func texts(_ left: Double, _ right: Double) -> (String, String) {
    let short = (text(left), text(right))
    return short.0 == short.1 ? ("\(left)", "\(right)") : short
  }

  private static func text(_ number: Double) -> String { String(format: "%.6g", number) }
}
