public import AutoMLModel

/// How far a sweep is, level by level: the dict of execo's `sweep_stats`.
///
/// It is fed with one combination after the other, so that a sweep need not be in memory. Factors that
/// exist below some levels only are counted over the combinations that have them.
public struct SweepStatistics: Sendable {
  private struct LevelTally {
    let level: ParameterValue
    var total = 0
    var states = [0, 0, 0, 0]
  }

  private struct FactorTally {
    let name: String
    var levels: [LevelTally] = []
    var places: [LevelIdentity: Int] = [:]
  }

  private var factors: [FactorTally] = []
  private var places: [String: Int] = [:]
  /// The names of the last combination and their places; neighbours mostly have the same.
  private var last: (layout: CombinationLayout, places: [Int])?

  /// Makes statistics of no combination.
  public init() {}

  /// Counts a combination that is in a state.
  public mutating func add(_ combination: Combination, _ state: CombinationStatus) {
    update(combination) {
      $0.total += 1
      $0.states[state.place] += 1
    }
  }

  mutating func addToTotal(_ combination: Combination) {
    update(combination) { $0.total += 1 }
  }

  mutating func addToState(_ combination: Combination, _ state: CombinationStatus) {
    update(combination) { $0.states[state.place] += 1 }
  }

  private mutating func update(_ combination: Combination, _ change: (inout LevelTally) -> Void) {
    for (place, level) in zip(places(of: combination.layout), combination.levels) {
      let identity = LevelIdentity(level: level)
      let known = factors[place].places[identity]
      let levelPlace = known ?? factors[place].levels.count
      if known == nil {
        factors[place].places[identity] = levelPlace
        factors[place].levels.append(LevelTally(level: level))
      }
      change(&factors[place].levels[levelPlace])
    }
  }

  private mutating func places(of layout: CombinationLayout) -> [Int] {
    if let last, last.layout === layout { return last.places }
    var found: [Int] = []
    for name in layout.names {
      let place = places[name] ?? factors.count
      if place == factors.count {
        places[name] = place
        factors.append(FactorTally(name: name))
      }
      found.append(place)
    }
    last = (layout, found)
    return found
  }

  /// The number of combinations of each level.
  public var total: LevelTable<Int> { table { $0.total == 0 ? nil : $0.total } }

  /// The number of combinations in a state, for the levels that have one.
  public func counts(_ state: CombinationStatus) -> LevelTable<Int> {
    table { $0.states[state.place] == 0 ? nil : $0.states[state.place] }
  }

  /// The share of each level's combinations in a state, from 0 to 1, for every level of ``total``.
  public func ratios(_ state: CombinationStatus) -> LevelTable<Double> {
    table { $0.total == 0 ? nil : Double($0.states[state.place]) / Double($0.total) }
  }

  private func table<Value>(_ value: (LevelTally) -> Value?) -> LevelTable<Value> {
    let rows = factors.map { factor in
      LevelTable<Value>.Row(
        name: factor.name,
        cells: factor.levels.compactMap { tally in
          value(tally).map { .init(level: tally.level, value: $0) }
        })
    }
    return LevelTable(rows: rows.filter { !$0.cells.isEmpty })
  }

  /// The nine tables under execo's names: `total`, and for each state `remaining`,
  /// `remaining_ratio` and so on.
  ///
  /// A table is an object of factors, a factor an object of levels. The key of a text that looks like
  /// a number, a truth value or a text in quotes stands in quotes: `"1"` beside `1`.
  public var json: JSONValue {
    var members: [JSONValue.Member] = [.init("total", total.json { .integer(Int64($0)) })]
    for state in CombinationStatus.inOrder {
      members.append(.init(state.execoName, counts(state).json { .integer(Int64($0)) }))
      members.append(.init("\(state.execoName)_ratio", ratios(state).json { .number($0) }))
    }
    return .object(members)
  }
}

/// The statistics of a sweep whose states are at hand: execo's `sweep_stats`.
public func sweepStats(_ state: SweepState) -> SweepStatistics {
  var statistics = SweepStatistics()
  for combination in state.sweeps { statistics.addToTotal(combination) }
  for kind in CombinationStatus.inOrder {
    for combination in state[kind] { statistics.addToState(combination, kind) }
  }
  return statistics
}

extension CombinationStatus {
  /// The states in the order of execo's tables.
  fileprivate static let inOrder: [Self] = [.remaining, .skipped, .inProgress, .done]

  /// The name of the state in execo's tables.
  fileprivate var execoName: String {
    switch self {
    case .remaining: "remaining"
    case .skipped: "skipped"
    case .inProgress: "inprogress"
    case .done: "done"
    }
  }

  fileprivate var place: Int {
    switch self {
    case .remaining: 0
    case .skipped: 1
    case .inProgress: 2
    case .done: 3
    }
  }
}

/// A level as a key, by ``AutoMLModel/ParameterValue/isSameLevel(as:)``.
private struct LevelIdentity: Hashable {
  let level: ParameterValue

  static func == (one: LevelIdentity, other: LevelIdentity) -> Bool {
    one.level.isSameLevel(as: other.level)
  }

  func hash(into hasher: inout Hasher) { hasher.combine(level) }
}
