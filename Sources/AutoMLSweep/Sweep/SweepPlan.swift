import AutoMLModel

/// A description that was found right, counted, with what finds the combination at a place.
struct SweepPlan: Sendable {
  /// The factors in order.
  let axes: [SweepAxis]
  /// The number of combinations, at least one.
  let count: Int
  /// The number of lists of names that they have; wrong when no `Int` holds it, see ``layouts``.
  let shapes: Int
  /// The number of names in the longest combination.
  let depth: Int

  init(_ factors: Factors, at path: SweepPath = SweepPath()) throws(SweepError) {
    var taken: [String: SweepPath] = [:]
    try self.init(factors, at: path, taken: &taken)
  }

  /// - Parameter taken: The names that combinations with these factors have already.
  init(
    _ factors: Factors, at path: SweepPath, taken: inout [String: SweepPath]
  ) throws(SweepError) {
    // All of this description first: a name below one of its levels is the one to be changed.
    for factor in factors.list {
      let place = path.factor(factor.name)
      if let other = taken.updateValue(place, forKey: factor.name) {
        throw SweepError(place, .nameTaken(by: other))
      }
    }
    var axes: [SweepAxis] = []
    var count = 1
    for factor in factors.list {
      let axis = try SweepAxis(factor, at: path.factor(factor.name), taken: &taken)
      axes.append(axis)
      let (product, overflow) = count.multipliedReportingOverflow(by: axis.count)
      if overflow { throw SweepError(path.factor(factor.name), .tooMany) }
      count = product
    }
    var stride = 1
    for place in axes.indices.reversed() {
      axes[place].stride = stride
      stride *= axes[place].count
    }
    self.axes = axes
    self.count = count
    shapes = axes.reduce(1) { $0.multipliedCapped(by: $1.shapes) }
    depth = axes.reduce(0) { $0 + $1.depth }
  }

  /// Appends the levels at a place and tells which of the lists of names is theirs.
  func take(_ place: Int, into levels: inout [ParameterValue]) -> Int {
    var shape = 0
    for axis in axes {
      let step = place / axis.stride % axis.count
      switch axis.choices {
      case .levels(let values): levels.append(values[step])
      case .branches(let branches):
        let branch = branches[SweepAxis.branch(at: step, of: branches)]
        levels.append(branch.level)
        let below = branch.plan.take(step - branch.start, into: &levels)
        shape = shape &* axis.shapes &+ branch.firstShape &+ below
      }
    }
    return shape
  }

  /// The names at a place.
  func names(at place: Int) -> [String] {
    axes.flatMap { axis in
      guard case .branches(let branches) = axis.choices else { return [axis.name] }
      let step = place / axis.stride % axis.count
      let branch = branches[SweepAxis.branch(at: step, of: branches)]
      return [axis.name] + branch.plan.names(at: step - branch.start)
    }
  }

  /// Every list of names, in the order that ``take(_:into:)`` counts them.
  func nameLists() -> [[String]] {
    axes.reduce([[]]) { lists, axis in
      let continuations = axis.nameLists()
      return lists.flatMap { list in continuations.map { list + $0 } }
    }
  }
}

extension Int {
  /// The product, or the largest number when no `Int` holds it.
  func multipliedCapped(by other: Int) -> Int {
    let (product, overflow) = multipliedReportingOverflow(by: other)
    return overflow ? .max : product
  }

  /// The sum, or the largest number when no `Int` holds it.
  func addedCapped(_ other: Int) -> Int {
    let (sum, overflow) = addingReportingOverflow(other)
    return overflow ? .max : sum
  }
}
