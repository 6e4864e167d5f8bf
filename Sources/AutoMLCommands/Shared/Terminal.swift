import Dispatch
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

  /// Writes a line to standard error, in its turn; waits for no reader.
  static func printError(_ text: String) { writeError(text + "\n", .message) }

  /// Writes to standard error as it is, in its turn; waits for no reader.
  static func writeError(_ text: String, _ importance: ErrorWriter.Importance) {
    errors.write(text, importance)
  }

  /// Waits until standard error has what was written, but only for a moment when nobody reads.
  static func flushErrors() { errors.flush() }

  private static let errors = ErrorWriter()

  /// Writes to standard output; a reader that went away is no error, a full disk is one.
  ///
  /// What was written to standard error before comes before. A failure is told of and makes the
  /// exit code 1: half a result must not look like a whole one.
  static func write(_ text: String) {
    guard !isOutputBroken.withLock({ $0 }) else { return }
    errors.flush()
    let error = writeAll(text, to: STDOUT_FILENO)
    guard error != 0, error != EPIPE, error != EBADF else { return }
    printError("error: Cannot write the result: \(String(cString: strerror(error)))")
    isOutputBroken.withLock { $0 = true }
  }

  /// Writes to standard output, and tells what was in the way: also a reader that went away, or
  /// an output that was closed from the beginning.
  static func tryToWrite(_ text: String) -> String? {
    errors.flush()
    let error = wasOutputClosed.load(ordering: .relaxed) ? EBADF : writeAll(text, to: STDOUT_FILENO)
    return error == 0 ? nil : String(cString: strerror(error))
  }

  /// Remembers which of the standard streams the process was started without.
  static func noteClosed(_ descriptors: [Int32]) {
    wasOutputClosed.store(descriptors.contains(STDOUT_FILENO), ordering: .relaxed)
  }

  private static let wasOutputClosed = Atomic(false)

  /// Writes to standard output as ``write(_:)`` does, on a thread of its own.
  ///
  /// A reader may stall; when the task is cancelled, it is waited for only a moment longer, and
  /// the exit code is 1.
  static func writeUnlessCancelled(_ text: String) async {
    let (ends, end) = AsyncStream.makeStream(of: Void.self)
    outputQueue.async {
      write(text)
      end.yield()
    }
    let isWritten = await withTaskCancellationHandler {
      // In a task of its own, which waits though this one may be cancelled.
      await Task { await ends.first { true } != nil }.value
    } onCancel: {
      // More than standard error may take, which comes before.
      clockQueue.asyncAfter(deadline: .now() + .seconds(3)) { end.finish() }
    }
    if !isWritten { isOutputBroken.withLock { $0 = true } }
  }

  private static let outputQueue = DispatchQueue(label: "automl.output", qos: .userInitiated)
  private static let clockQueue = DispatchQueue(label: "automl.clock", qos: .userInitiated)

  /// Whether a result could not be written.
  private static let isOutputBroken = Mutex(false)

  /// Ends the process after handing over whatever has been kept.
  ///
  /// A result that could not be written makes a success a failure.
  static func endProcess(_ code: Int32) -> Never {
    errors.flush()
    exit(code == 0 && isOutputBroken.withLock { $0 } ? 1 : code)
  }

  /// Lets a write to a closed pipe be an error instead of the end of the process.
  static func ignoreClosedReaders() { signal(SIGPIPE, SIG_IGN) }

  /// Writes everything and gives 0, or the number of the error.
  static func writeAll(_ text: String, to descriptor: Int32) -> Int32 {
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
