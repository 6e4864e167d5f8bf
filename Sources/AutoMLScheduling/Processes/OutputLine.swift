/// One line that a process has printed.
public struct OutputLine: Hashable, Sendable {
  /// Where it was printed.
  public var stream: OutputStreamKind
  /// The line without its end.
  public var text: String

  /// Describes a line.
  public init(_ stream: OutputStreamKind, _ text: String) {
    self.stream = stream
    self.text = text
  }
}
