import AutoMLModel

/// Every combination of a sweep, each made when it is asked for.
///
/// A sweep of any size takes no more memory than its description. Making one takes time in proportion
/// to its factors. Nothing changes after ``Factors/combinations()`` made it, so any number of threads
/// may read it.
public struct Combinations: RandomAccessCollection, Sendable {
  /// The most lists of names that are kept; sweeps with more make them anew for each combination.
  static let maximumLayouts = 4096

  private let plan: SweepPlan
  private let layouts: [CombinationLayout]

  init(_ plan: SweepPlan) {
    self.plan = plan
    guard plan.shapes <= Self.maximumLayouts else {
      layouts = []
      return
    }
    // By bytes, as combinations compare names.
    var known: [[[UInt8]]: CombinationLayout] = [:]
    layouts = plan.nameLists().map { names in
      let key = names.map { Array($0.utf8) }
      if let layout = known[key] { return layout }
      let layout = CombinationLayout(names)
      known[key] = layout
      return layout
    }
  }

  /// The place of the first combination, 0.
  public var startIndex: Int { 0 }
  /// The number of combinations.
  public var endIndex: Int { plan.count }

  /// The combination at a place, from 0.
  public subscript(position: Int) -> Combination {
    precondition(indices.contains(position), "no combination \(position)")
    var levels: [ParameterValue] = []
    levels.reserveCapacity(plan.depth)
    let shape = plan.take(position, into: &levels)
    let layout =
      layouts.isEmpty ? CombinationLayout(plan.names(at: position)) : layouts[shape]
    return Combination(layout: layout, levels: levels)
  }
}

extension Factors {
  /// Every combination, made when it is asked for; the order is that of ``sweep(_:)``.
  ///
  /// - Throws: ``SweepError`` for the first factor that is wrong, and when no `Int` holds the number
  ///   of combinations.
  public func combinations() throws(SweepError) -> Combinations {
    Combinations(try SweepPlan(self))
  }
}

/// Every combination of the levels of all factors: execo's `sweep`.
///
/// The factors are in the order of the description, those below a level right behind their factor;
/// the last one changes fastest. No factors have one combination, the empty one. Levels that stand
/// twice give equal combinations twice. For what does not fit into memory there is
/// ``Factors/combinations()``.
///
/// - Throws: ``SweepError`` for the first factor that is wrong. Where execo drops a factor without
///   levels, or lets one factor overwrite another of the same name, this refuses.
public func sweep(_ factors: Factors) throws(SweepError) -> [Combination] {
  Array(try factors.combinations())
}
