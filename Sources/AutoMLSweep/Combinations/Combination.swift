public import AutoMLModel

/// One level of each factor: an element of a sweep.
///
/// It answers execo's `HashableDict`. Two combinations are equal exactly when their
/// ``canonicalText`` is: the order of the factors does not matter, and types are kept apart, so that
/// 1, 1.0, true and "1" are four levels. Names and texts are compared byte by byte; 0.0 and -0.0 are
/// one level. Levels are finite.
///
/// Combinations of one sweep share their names.
public struct Combination: Sendable {
  let layout: CombinationLayout
  /// The levels, in the order of ``names``.
  public let levels: [ParameterValue]

  init(layout: CombinationLayout, levels: [ParameterValue]) {
    self.layout = layout
    self.levels = levels
  }

  /// Makes a combination of named values, or nil when one of them is not finite.
  public init?(_ parameters: ParameterSet) {
    guard parameters.entries.allSatisfy(\.value.isLevel) else { return nil }
    self.init(
      layout: CombinationLayout(parameters.entries.map(\.name)),
      levels: parameters.entries.map(\.value))
  }

  /// Makes a combination of a JSON object, or nil when it is not an object of scalars.
  ///
  /// It reads ``json`` and a parsed ``canonicalText``.
  public init?(_ json: JSONValue) {
    guard let parameters = ParameterSet(json) else { return nil }
    self.init(parameters)
  }

  /// The names of the factors, in the order of the sweep.
  public var names: [String] { layout.names }

  /// The level of a factor, or nil when the combination does not have the factor.
  public subscript(name: String) -> ParameterValue? {
    layout.names.firstIndex(of: name).map { levels[$0] }
  }

  /// The combination as the parameters of a job, in the order of the sweep.
  public var parameters: ParameterSet { ParameterSet(zip(layout.names, levels)) }

  /// The combination as a JSON object, in the order of the sweep.
  public var json: JSONValue { parameters.json }
}

extension Combination: Hashable {
  /// Whether both have the same levels of the same factors, in any order.
  public static func == (one: Combination, other: Combination) -> Bool {
    guard one.levels.count == other.levels.count else { return false }
    if one.layout === other.layout {
      return one.levels.elementsEqual(other.levels) { $0.isSameLevel(as: $1) }
    }
    return one.layout.hasSameNames(as: other.layout)
      && zip(one.layout.order, other.layout.order).allSatisfy {
        one.levels[$0].isSameLevel(as: other.levels[$1])
      }
  }

  /// Hashes names and levels in an order that does not depend on the sweep's.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(layout.hash)
    for place in layout.order { hasher.combine(levels[place]) }
  }
}

extension ParameterValue {
  /// Whether a combination can hold the value: NaN and the infinities are no levels.
  var isLevel: Bool {
    if case .float(let value) = self { value.isFinite } else { true }
  }

  /// Whether both have the same canonical text.
  func isSameLevel(as other: ParameterValue) -> Bool {
    if case (.text(let one), .text(let other)) = (self, other) {
      // Unlike `==`, which takes texts for the same that Unicode calls equivalent.
      return one.utf8.elementsEqual(other.utf8)
    }
    return self == other
  }
}
