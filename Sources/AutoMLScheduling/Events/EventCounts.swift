/// How often events were emitted.
///
/// An event is in it once it has been emitted or somebody has subscribed to it.
public struct EventCounts: Hashable, Sendable {
  /// The counts by the events' names.
  public private(set) var byName: [String: Int]

  /// Makes counts out of names and numbers.
  public init(_ byName: [String: Int] = [:]) { self.byName = byName }

  /// How often an event was emitted; nil when it was not and nobody listens to it.
  public subscript<Payload>(event: Event<Payload>) -> Int? { byName[event.name] }

  /// How often the event of a name was emitted; nil when it was not and nobody listens to it.
  public subscript(name: String) -> Int? { byName[name] }

  mutating func add(_ subscriber: any AnySubscriber) {
    let summary = subscriber.summary
    if summary.count > 0 || summary.hasCallbacks { byName[summary.event] = summary.count }
  }
}

extension EventCounts: ExpressibleByDictionaryLiteral, CustomStringConvertible {
  /// Makes counts out of names and numbers.
  public init(dictionaryLiteral elements: (String, Int)...) {
    self.init(Dictionary(elements) { $0 + $1 })
  }

  /// The names in alphabetical order, each with its number.
  public var description: String {
    byName.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
  }
}
