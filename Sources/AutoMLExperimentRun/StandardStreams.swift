@preconcurrency import Foundation

/// What a process does with the streams it was started with.
public enum StandardStreams {
  /// Puts /dev/null wherever the process was started without input, output or errors.
  ///
  /// The next file that is opened would have the number otherwise, and get what is written to it.
  ///
  /// - Returns: The numbers of those.
  @discardableResult
  public static func openWhatIsClosed() -> [Int32] {
    var closed: [Int32] = []
    for descriptor in STDIN_FILENO...STDERR_FILENO
    where fcntl(descriptor, F_GETFD) == -1 && errno == EBADF {
      _ = open("/dev/null", descriptor == STDIN_FILENO ? O_RDONLY : O_WRONLY)
      closed.append(descriptor)
    }
    return closed
  }

  /// Hands over what the C library keeps of what was printed.
  static func flush() { fflush(nil) }

  /// Hands over each line as soon as it is printed, though nobody looks on.
  static func flushEachLine() { _ = setvbuf(stdout, nil, _IOLBF, 0) }

  /// Writes a line to standard error.
  static func printError(_ line: String) {
    try? FileHandle.standardError.write(contentsOf: Data((line + "\n").utf8))
  }
}
