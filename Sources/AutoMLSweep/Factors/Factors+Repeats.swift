import AutoMLModel

extension Factors {
  /// A description of the same combinations in the same order, each where it comes first and never
  /// again.
  ///
  /// A combination has each of these factors once, and no name below a level of one is below a level
  /// of another, or ``combinations()`` refuses the description. So two combinations are equal only if
  /// every factor has equal levels in both, and what is below these levels is equal: where no level
  /// stands twice, at any depth, no combination does. The first of equal levels stays, so that the
  /// first of equal combinations does, since factors change fastest from the last on.
  ///
  /// - Throws: ``SweepError`` for a level that stands twice with different factors below it; such
  ///   combinations may be equal in part, and have no description of this kind.
  public func withoutRepeats() throws(SweepError) -> Factors {
    try withoutRepeats(below: SweepPath())
  }

  fileprivate func withoutRepeats(below path: SweepPath) throws(SweepError) -> Factors {
    var list: [Factor] = []
    for factor in self.list {
      let place = path.factor(factor.name)
      list.append(Factor(factor.name, try factor.levels.withoutRepeats(at: place)))
    }
    return Factors(list)
  }
}

extension Levels {
  fileprivate func withoutRepeats(at path: SweepPath) throws(SweepError) -> Levels {
    var known = LevelSet()
    switch self {
    case .levels(let levels): return .levels(levels.filter { known.insert($0) })
    case .branches(let branches):
      var kept: [Branch] = []
      for branch in branches {
        let factors = try branch.factors.withoutRepeats(below: path.level(branch.level))
        if known.insert(branch.level) {
          kept.append(Branch(branch.level, factors))
        } else if !kept.contains(where: {
          $0.level.isSameLevel(as: branch.level) && $0.factors == factors
        }) {
          throw SweepError(path, .levelTwice(branch.level))
        }
      }
      return .branches(kept)
    }
  }
}
