public import AutoMLModel

/// Carries what work says to the host.
///
/// A backend calls it on the scheduler, in the order in which the work spoke, and says
/// ``Utterance/close`` for every piece of work before it gives its result or its error: the host
/// hears only the first, and none of work that has said nothing.
public struct MessageRelay: Sendable {
  /// What work may say.
  public enum Utterance: Hashable, Sendable {
    /// It begins to speak; waits for the host's callbacks when it has a number.
    case open(JSONValue, acknowledge: Int?)
    /// It tells something.
    case message(JSONValue)
    /// It asks something; the answer goes to the number.
    case request(JSONValue, number: Int)
    /// It has nothing more to say.
    case close
  }

  /// What the host may answer.
  public enum Answer: Hashable, Sendable {
    /// To a request or an opening that waits, by its number; the first for a number counts.
    case response(JSONValue, number: Int)
    /// The host wants the work to end; what waits for an answer gets none, now and later.
    case closeRequest
  }

  /// Tells the host; the second parameter sends its answers to the work, from any thread.
  public let deliver:
    @Sendable (isolated Scheduler, Utterance, @escaping @Sendable (Answer) -> Void) -> Void

  /// Describes where messages go; ``Messaging`` does so.
  public init(
    deliver:
      @escaping @Sendable (
        isolated Scheduler, Utterance, @escaping @Sendable (Answer) -> Void
      ) -> Void
  ) {
    self.deliver = deliver
  }
}

extension MessageRelay.Utterance {
  /// Whether who said it waits for an answer.
  var waits: Bool {
    switch self {
    case .open(_, let number): number != nil
    case .request: true
    case .message, .close: false
    }
  }
}
