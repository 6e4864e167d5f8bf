import Synchronization

#if canImport(Glibc)
  public import Glibc
#elseif canImport(Musl)
  public import Musl
#else
  public import Darwin
#endif

extension LiveView {
  /// Draws to a file descriptor.
  ///
  /// Draws in place when the descriptor is a terminal that can be drawn on. Once it cannot be
  /// written to, nothing more is written, and the run goes on; that the reader of a pipe went away
  /// ends the process, as everywhere, unless it ignores SIGPIPE.
  ///
  /// - Parameters:
  ///   - descriptor: What is written to; stays open.
  ///   - clock: Measures the time between frames.
  public init(
    descriptor: Int32 = STDERR_FILENO, clock: any Clock<Duration> = ContinuousClock()
  ) {
    let output = DescriptorOutput(descriptor)
    self.init(
      isTerminal: output.isTerminal, size: output.size, clock: clock, write: output.write)
  }
}

/// A descriptor that may be a terminal.
private final class DescriptorOutput: Sendable {
  private let descriptor: Int32
  private let isBroken = Mutex(false)

  init(_ descriptor: Int32) { self.descriptor = descriptor }

  var isTerminal: Bool {
    guard isatty(descriptor) == 1 else { return false }
    return getenv("TERM").map { String(cString: $0) != "dumb" } ?? false
  }

  func size() -> LiveView.Size {
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_row > 0, size.ws_col > 0 else {
      return LiveView.Size(rows: 24)
    }
    return LiveView.Size(rows: Int(size.ws_row), columns: Int(size.ws_col))
  }

  func write(_ text: String) {
    isBroken.withLock { isBroken in
      var rest = Array(text.utf8)[...]
      while !isBroken, !rest.isEmpty {
        let count = rest.withUnsafeBytes { bytes in
          #if canImport(Glibc)
            Glibc.write(descriptor, bytes.baseAddress, bytes.count)
          #elseif canImport(Musl)
            Musl.write(descriptor, bytes.baseAddress, bytes.count)
          #else
            Darwin.write(descriptor, bytes.baseAddress, bytes.count)
          #endif
        }
        if count > 0 {
          rest = rest.dropFirst(count)
        } else if errno != EINTR {
          isBroken = true
        }
      }
    }
  }
}
