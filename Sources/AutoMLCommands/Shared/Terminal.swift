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
  static func writeError(_ text: String) { writeAll(text, to: STDERR_FILENO) }

  /// Writes to standard output; a reader that went away is no error.
  static func write(_ text: String) { writeAll(text, to: STDOUT_FILENO) }

  /// Hands over whatever `print` has kept.
  static func flush() { fflush(nil) }

  private static func writeAll(_ text: String, to descriptor: Int32) {
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
        return
      }
    }
  }
}
