public import AutoMLModel

extension Factors {
  /// Reads a description out of a JSON object: name → levels.
  ///
  /// Levels are
  /// * a list of scalars: `[1, 2.5, "x", true]`;
  /// * an object whose keys are the levels and whose values are objects of factors for that level
  ///   only: `{"linear": {}, "rbf": {"gamma": [0.1, 1.0]}}`. A key that is a JSON scalar is that
  ///   scalar: `1` is a whole number, `0.5` a real one, `true` a truth value; every other is a text;
  /// * a list that also holds `{"level": "1", "factors": {…}}`, for levels that the keys of an object
  ///   cannot express, and to mix both; without `factors` it is just the level;
  /// * `{"geom": [first, last, count]}` or `{"igeom": [first, last, count]}`.
  ///
  /// - Throws: ``SweepError`` for the first factor that is none of these; ``combinations()`` looks
  ///   at the rest.
  public init(json: JSONValue) throws(SweepError) {
    try self.init(json, at: SweepPath())
  }

  init(_ json: JSONValue, at path: SweepPath) throws(SweepError) {
    guard case .object(let members) = json else {
      throw SweepError(path, path.steps.isEmpty ? .notFactors(json) : .branchNotFactors(json))
    }
    var list: [Factor] = []
    for member in members {
      list.append(Factor(member.name, try Levels(member.value, at: path.factor(member.name))))
    }
    self.init(list)
  }
}

extension Levels {
  init(_ json: JSONValue, at path: SweepPath) throws(SweepError) {
    switch json {
    case .array(let items): try self.init(items: items, at: path)
    case .object(let members):
      if let member = members.first, members.count == 1, case .array(let bounds) = member.value,
        member.name == "geom" || member.name == "igeom"
      {
        try self.init(progression: member.name, bounds, at: path)
        return
      }
      var branches: [Branch] = []
      for member in members {
        let level = LevelKey.level(of: member.name)
        branches.append(Branch(level, try Factors(member.value, at: path.level(level))))
      }
      self = .branches(branches)
    case .null, .boolean, .integer, .number, .string: throw SweepError(path, .notLevels(json))
    }
  }

  private init(items: [JSONValue], at path: SweepPath) throws(SweepError) {
    var branches: [Branch] = []
    var areBare = true
    for item in items {
      if let level = ParameterValue(item) {
        branches.append(Branch(level))
        continue
      }
      guard case .object(let members) = item,
        let level = item["level"].flatMap(ParameterValue.init),
        members.allSatisfy({ $0.name == "level" || $0.name == "factors" })
      else { throw SweepError(path, .levelNotScalar(item)) }
      areBare = false
      branches.append(Branch(level, try Factors(item["factors"] ?? [:], at: path.level(level))))
    }
    self = areBare ? .levels(branches.map(\.level)) : .branches(branches)
  }

  private init(
    progression name: String, _ bounds: [JSONValue], at path: SweepPath
  ) throws(SweepError) {
    guard bounds.count == 3, let start = bounds[0].double, let end = bounds[1].double,
      case .integer(let wanted) = bounds[2]
    else { throw SweepError(path, .badProgression(name)) }
    let count = Int(clamping: wanted)
    do throws(GeometricError) {
      self = try name == "geom" ? .geom(start, end, count) : .igeom(start, end, count)
    } catch {
      throw SweepError(path, .progression(error))
    }
  }
}
