public import AutoMLModel

/// What a piece of a report means, which a terminal with colours may show.
public enum TextStyle: String, Sendable, CaseIterable {
  /// A title.
  case heading = "1"
  /// Something of little weight.
  case faint = "2"
  /// Something that went well.
  case good = "32"
  /// Something that went wrong.
  case bad = "31"
  /// Something unfinished.
  case open = "33"

  /// The text in the style, or the bare text when there are no colours.
  ///
  /// The text must be visible already; see ``VisibleText``.
  public func apply(to text: String, colour: Bool) -> String {
    colour && !text.isEmpty ? "\u{1B}[\(rawValue)m\(text)\u{1B}[0m" : text
  }
}

extension JobStatus {
  /// The style in which reports show the status.
  public var textStyle: TextStyle {
    switch self {
    case .finished: .good
    case .failed: .bad
    case .pending, .running: .open
    case .earlyStopped, .cancelled: .faint
    }
  }
}

extension AttemptStatus {
  /// The style in which reports show the status.
  public var textStyle: TextStyle {
    switch self {
    case .succeeded: .good
    case .failed, .lost: .bad
    case .running: .open
    case .earlyStopped, .cancelled: .faint
    }
  }
}

extension ExperimentStatus {
  /// The style in which reports show the status.
  public var textStyle: TextStyle {
    switch self {
    case .finished: .good
    case .failed: .bad
    case .running, .stopRequested: .open
    case .created, .stopped: .faint
    }
  }
}

extension CombinationStatus {
  /// The style in which reports show the status.
  public var textStyle: TextStyle {
    switch self {
    case .done: .good
    case .skipped: .bad
    case .remaining, .inProgress: .open
    }
  }
}
