/// Named parameter values in the order of their search space.
///
/// Two sets are equal when they hold the same values under the same names in the same order.
public struct ParameterSet: Hashable, Sendable {
  /// One named value.
  public struct Entry: Hashable, Sendable {
    /// The parameter's name.
    public let name: String
    /// Its value.
    public let value: ParameterValue
  }

  /// The values in order; no name stands twice.
  public private(set) var entries: [Entry] = []

  /// Makes an empty set.
  public init() {}

  /// Makes a set of pairs; a repeated name keeps its first place and its last value.
  public init(_ pairs: some Sequence<(String, ParameterValue)>) {
    for (name, value) in pairs { self[name] = value }
  }

  /// Makes a set of a JSON object, or nil when it is not an object of scalars.
  public init?(_ json: JSONValue) {
    guard case .object(let members) = json else { return nil }
    for member in members {
      guard let value = ParameterValue(member.value) else { return nil }
      self[member.name] = value
    }
  }

  /// The value of a name; setting nil removes it, setting a new name appends it.
  public subscript(name: String) -> ParameterValue? {
    get { entries.first { $0.name == name }?.value }
    set {
      let place = entries.firstIndex { $0.name == name }
      switch (place, newValue) {
      case (let place?, let value?): entries[place] = Entry(name: name, value: value)
      case (let place?, nil): entries.remove(at: place)
      case (nil, let value?): entries.append(Entry(name: name, value: value))
      case (nil, nil): break
      }
    }
  }

  /// The set as a JSON object in the same order.
  public var json: JSONValue { .object(entries.map { .init($0.name, $0.value.json) }) }
}

extension ParameterSet: ExpressibleByDictionaryLiteral {
  /// Makes a set of literal pairs, in their order.
  public init(dictionaryLiteral elements: (String, ParameterValue)...) { self.init(elements) }
}
