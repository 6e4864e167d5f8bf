import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What the process knows of the terminals it writes to.
enum Terminal {
  /// Whether a descriptor is a terminal.
  static func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }

  /// The width of the terminal on a descriptor, or nil when there is none.
  static func width(_ descriptor: Int32) -> Int? {
    var size = winsize()
    guard isTerminal(descriptor), ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 else {
      return nil
    }
    return size.ws_col > 0 ? Int(size.ws_col) : 80
  }

  /// Whether colour is welcome on a descriptor; see https://no-color.org.
  static func wantsColour(_ descriptor: Int32) -> Bool {
    let refused = getenv("NO_COLOR").map { String(cString: $0) } ?? ""
    let kind = getenv("TERM").map { String(cString: $0) } ?? ""
    return isTerminal(descriptor) && refused.isEmpty && kind != "dumb"
  }

  /// Writes a line to standard error.
  static func printError(_ text: String) { writeError(text + "\n") }

  /// Writes to standard error as it is.
  static func writeError(_ text: String) { _ = writeAll(text, to: STDERR_FILENO) }

  /// Writes to standard output; a reader that went away is no error, a full disk is one.
  ///
  /// A failure is told of and makes the exit code 1: half a result must not look like a whole one.
  static func write(_ text: String) {
    guard !isOutputBroken.withLock({ $0 }) else { return }
    let error = writeAll(text, to: STDOUT_FILENO)
    guard error != 0, error != EPIPE, error != EBADF else { return }
    printError("error: Cannot write the result: \(String(cString: strerror(error)))")
    isOutputBroken.withLock { $0 = true }
  }

  /// Whether a result could not be written.
  private static let isOutputBroken = Mutex(false)

  /// Ends the process after handing over whatever the C library has kept.
  ///
  /// A result that could not be written makes a success a failure.
  static func endProcess(_ code: Int32) -> Never {
    exit(code == 0 && isOutputBroken.withLock { $0 } ? 1 : code)
  }

  /// Lets a write to a closed pipe be an error instead of the end of the process.
  static func ignoreClosedReaders() { signal(SIGPIPE, SIG_IGN) }

  /// Writes everything and gives 0, or the number of the error.
  private static func writeAll(_ text: String, to descriptor: Int32) -> Int32 {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes {
        #if canImport(Glibc)
          Glibc.write(descriptor, $0.baseAddress, $0.count)
        #elseif canImport(Musl)
          Musl.write(descriptor, $0.baseAddress, $0.count)
        #else
          Darwin.write(descriptor, $0.baseAddress, $0.count)
        #endif
      }
      if count > 0 {
        bytes = bytes.dropFirst(count)
      } else if errno != EINTR {
        return errno
      }
    }
    return 0
  }
}
