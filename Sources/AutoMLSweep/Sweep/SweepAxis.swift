import AutoMLModel

/// One factor of a plan, with all that is swept below its levels.
struct SweepAxis: Sendable {
  struct Branch: Sendable {
    let level: ParameterValue
    let plan: SweepPlan
    /// The place of its first combination among those of the factor.
    let start: Int
    /// The number of its first list of names among those of the factor.
    let firstShape: Int
  }

  enum Choices: Sendable {
    case levels([ParameterValue])
    case branches([Branch])
  }

  let name: String
  let choices: Choices
  /// The number of combinations of its levels and what is below them, at least one.
  let count: Int
  /// The number of lists of names, capped.
  let shapes: Int
  /// The number of names in the longest list.
  let depth: Int
  /// How many combinations of the plan have the same step of this factor in a row.
  var stride = 1

  init(
    _ factor: Factors.Factor, at path: SweepPath, taken: inout [String: SweepPath]
  ) throws(SweepError) {
    name = factor.name
    switch factor.levels {
    case .levels(let levels):
      if levels.isEmpty { throw SweepError(path, .noLevels) }
      for level in levels { try Self.check(level, at: path) }
      choices = .levels(levels)
      (count, shapes, depth) = (levels.count, 1, 1)
    case .branches(let described):
      if described.isEmpty { throw SweepError(path, .noLevels) }
      var branches: [Branch] = []
      var (count, shapes, depth) = (0, 0, 0)
      let above = taken
      for branch in described {
        try Self.check(branch.level, at: path)
        // Names below different levels never meet, so each level begins with those above.
        var names = above
        let plan = try SweepPlan(branch.factors, at: path.level(branch.level), taken: &names)
        branches.append(
          Branch(level: branch.level, plan: plan, start: count, firstShape: shapes))
        let (sum, overflow) = count.addingReportingOverflow(plan.count)
        if overflow { throw SweepError(path, .tooMany) }
        count = sum
        shapes = shapes.addedCapped(plan.shapes)
        depth = max(depth, 1 + plan.depth)
        taken.merge(names) { first, _ in first }
      }
      choices = .branches(branches)
      (self.count, self.shapes, self.depth) = (count, shapes, depth)
    }
  }

  private static func check(_ level: ParameterValue, at path: SweepPath) throws(SweepError) {
    if case .float(let value) = level, !value.isFinite { throw SweepError(path, .notFinite(value)) }
  }

  /// The index of the branch to which a step belongs.
  static func branch(at step: Int, of branches: [Branch]) -> Int {
    var (low, high) = (0, branches.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if branches[middle].start <= step { low = middle } else { high = middle }
    }
    return low
  }

  func nameLists() -> [[String]] {
    switch choices {
    case .levels: [[name]]
    case .branches(let branches): branches.flatMap { $0.plan.nameLists().map { [name] + $0 } }
    }
  }
}
