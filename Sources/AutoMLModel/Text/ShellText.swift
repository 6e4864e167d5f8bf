/// Words as a POSIX shell reads them, each in quotes when it needs them.
public struct ShellText: Hashable, Sendable, CustomStringConvertible {
  /// The words.
  public var words: [String]

  /// Makes a text of words.
  public init(_ words: [String]) { self.words = words }

  /// The words with spaces between them.
  public var description: String { words.map(Self.quoted).joined(separator: " ") }

  private static func quoted(_ word: String) -> String {
    let isPlain = !word.isEmpty && word.utf8.allSatisfy(plainBytes.contains)
    return isPlain
      ? word
      : "'"
        + word.split(separator: "'", omittingEmptySubsequences: false)
        .joined(separator: #"'\''"#) + "'"
  }

  /// What means nothing to any shell, wherever it stands.
  private static let plainBytes = Set(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-./+:,@%".utf8)
}
