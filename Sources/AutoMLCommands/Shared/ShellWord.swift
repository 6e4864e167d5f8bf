extension String {
  /// The text as one word of a POSIX shell, in quotes when it needs them.
  var shellWord: String {
    let isPlain = !isEmpty && utf8.allSatisfy(Self.plainBytes.contains)
    return isPlain
      ? self
      : "'"
        + split(separator: "'", omittingEmptySubsequences: false)
        .joined(separator: #"'\''"#) + "'"
  }

  /// What means nothing to any shell, wherever it stands.
  private static let plainBytes = Set(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-./+:,@%".utf8)
}
