import AutoMLModel

/// The names of a combination with all that can be said of them once for many combinations.
final class CombinationLayout: Sendable {
  /// The factors in the order of the sweep.
  let names: [String]
  /// The places of the names, sorted by the bytes of the names' UTF-8.
  let order: [Int]
  /// What stands before each level in the canonical text, in that order.
  let prefixes: [String]
  /// Whether the order of the sweep is the sorted one.
  let isSorted: Bool
  /// What stands before each level in the order of the sweep.
  let prefixesInOrder: [String]
  /// What ends the canonical text.
  let suffix: String
  /// The bytes of all prefixes.
  let prefixBytes: Int
  /// A hash of the sorted names, good for this process.
  let hash: Int

  init(_ names: [String]) {
    self.names = names
    let order = names.indices.sorted { names[$0].utf8.lexicographicallyPrecedes(names[$1].utf8) }
    var hasher = Hasher()
    prefixes = order.enumerated().map { rank, place in
      hasher.combine(names[place])
      return Self.prefix(names[place], isFirst: rank == 0)
    }
    prefixesInOrder = names.enumerated().map { Self.prefix($1, isFirst: $0 == 0) }
    isSorted = order.elementsEqual(names.indices)
    self.order = order
    suffix = names.isEmpty ? "{}" : "}"
    prefixBytes = prefixes.reduce(0) { $0 + $1.utf8.count }
    hash = hasher.finalize()
  }

  private static func prefix(_ name: String, isFirst: Bool) -> String {
    (isFirst ? "{" : ",") + JSONValue.string(name).serialized() + ":"
  }

  /// Whether both have the same names, in any order.
  func hasSameNames(as other: CombinationLayout) -> Bool {
    if self === other { return true }
    // The prefixes hold the sorted names byte by byte.
    return hash == other.hash
      && prefixes.elementsEqual(other.prefixes) { $0.utf8.elementsEqual($1.utf8) }
  }
}

/// The layouts of combinations that are read one after the other, each made once.
///
/// A sweep has few: one for each choice of branches. Where there are more than are looked through
/// quickly, the rest are made again each time.
struct CombinationLayouts {
  private static let most = 16
  private var known: [CombinationLayout] = []

  /// The layout with these names in this order, byte by byte.
  mutating func layout(_ names: [String]) -> CombinationLayout {
    if let found = known.first(where: { Self.agree($0.names, names) }) { return found }
    let made = CombinationLayout(names)
    if known.count < Self.most { known.append(made) }
    return made
  }

  private static func agree(_ one: [String], _ other: [String]) -> Bool {
    one.elementsEqual(other) { $0.utf8.elementsEqual($1.utf8) }
  }

  /// Makes a combination of what a store kept of one.
  mutating func combination(_ parameters: ParameterSet) -> Combination {
    Combination(
      layout: layout(parameters.entries.map(\.name)), levels: parameters.entries.map(\.value))
  }
}
