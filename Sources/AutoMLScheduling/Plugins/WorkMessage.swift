public import AutoMLModel

/// Something that work said to the host through its ``MessageChannel``.
public struct WorkMessage: Sendable {
  /// The kinds of things that work says.
  public enum Kind: Hashable, Sendable {
    /// It begins to speak.
    case open
    /// It tells something.
    case message
    /// It waits for an answer.
    case request
    /// It has nothing more to say.
    case close
  }

  /// The kind.
  public let kind: Kind
  /// What it said; null for a close.
  public let data: JSONValue
  /// Who said it.
  public let work: WorkReference
  let answer: (@Sendable (JSONValue) -> Void)?

  /// Answers a request, now or later, from any thread.
  ///
  /// The first answer counts, and none when the work does not wait any more. Without effect for
  /// the other kinds.
  public func respond(_ answer: JSONValue) { self.answer?(answer) }
}

extension TaskEvent where Payload == WorkMessage {
  /// Work opened its channel to the host.
  public static var messageOpen: Self { Self("comm-open") }
  /// Work told the host something.
  public static var message: Self { Self("comm-message") }
  /// Work asked the host something and waits for ``WorkMessage/respond(_:)``.
  public static var messageRequest: Self { Self("comm-request") }
  /// Work has nothing more to say; emitted once, also for work that threw or whose process died.
  public static var messageClose: Self { Self("comm-close") }
}
