/// A subscriber whatever its payload is.
protocol AnySubscriber: Sendable {
  /// What descriptions and counts need to know.
  var summary: EventSummary { get }
  /// What is subscribed to.
  var eventName: String { get }
  /// What subscribers are told.
  var payloadType: Any.Type { get }
}

/// How often an event was emitted, and who listens to it.
public struct EventSummary: Hashable, Sendable {
  /// One callback that is not hidden.
  public struct CallbackSummary: Hashable, Sendable {
    /// What it is called.
    public let label: String
    /// How often it was called; a group of repetitions counts once.
    public let calls: Int
  }

  /// The event's name.
  public let event: String
  /// How often it was emitted.
  public let count: Int
  /// Who listens to it and is not hidden, in the order of the calls.
  public let callbacks: [CallbackSummary]
  /// Whether anybody listens, hidden or not.
  public let hasCallbacks: Bool
}

extension Subscriber: AnySubscriber {
  var eventName: String { event.name }
  var payloadType: Any.Type { Payload.self }
  var summary: EventSummary { table.summary(of: event.name) }
}
