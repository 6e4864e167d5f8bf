public import AutoMLModel
import Foundation
public import Logging
import Synchronization

/// Appends each event of a workflow to a file, one JSON object a line.
///
/// A line is handed to the system with one call, so that whatever ends this process leaves whole
/// lines, and so that several workflows may share a file. Starting up and shutting down are no
/// events. When a line cannot be written, as on a full disk, the workflow goes on without it: this
/// is logged once, and later events are tried again.
public final class EventLogHandler: Handler {
  private struct State {
    /// Whether the file ends in the middle of a line.
    var isTorn: Bool
    var hasComplained = false
  }

  /// Where the file is.
  public let path: String
  private let descriptor: Int32
  private let time: any TimeSource
  private let logger: Logger
  private let state: Mutex<State>

  /// Opens the file, which is made when it is not there.
  ///
  /// - Throws: ``EventLogError`` when it cannot be opened, or holds a database.
  public init(
    path: String, time: any TimeSource = SystemTimeSource(),
    logger: Logger = Logger(label: "automl.events")
  ) throws(EventLogError) {
    let isTorn = try Self.isTorn(path)
    let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw EventLogError(path: path, .system(errno)) }
    self.path = path
    self.descriptor = descriptor
    self.time = time
    self.logger = logger
    state = Mutex(State(isTorn: isTorn))
  }

  deinit { close(descriptor) }

  /// Writes the event's line.
  public func handle(_ event: WorkflowEvent, context: Context) async throws {
    // The time is taken under the lock, so that the times of a file never go back by our doing.
    let complaint: String? = state.withLock { state in
      let line = EventRecord(event, context: context, time: time.now()).line
      guard let error = write(line, &state), !state.hasComplained else { return nil }
      state.hasComplained = true
      return String(cString: strerror(error))
    }
    guard let complaint else { return }
    logger.warning(
      "cannot write the event log '\(path)': \(complaint); the workflow goes on without it")
  }

  /// Writes a line and gives nil, or the number of the error.
  private func write(_ line: String, _ state: inout State) -> Int32? {
    var bytes = Array((state.isTorn ? "\n\(line)" : line).utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
      if count > 0 {
        bytes = bytes.dropFirst(count)
        state.isTorn = !bytes.isEmpty
      } else if errno != EINTR {
        return errno
      }
    }
    return nil
  }

  /// Whether a file that may be there ends in the middle of a line.
  ///
  /// - Throws: ``EventLogError`` when it holds a database.
  private static func isTorn(_ path: String) throws(EventLogError) -> Bool {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size > 0 else {
      return false
    }
    let reader = open(path, O_RDONLY | O_CLOEXEC)
    guard reader >= 0 else { return false }
    defer { close(reader) }
    let magic = Array("SQLite format 3\0".utf8)
    var head = [UInt8](repeating: 0, count: magic.count)
    if pread(reader, &head, head.count, 0) == head.count, head == magic {
      throw EventLogError(path: path, .database)
    }
    var last: UInt8 = 0
    return pread(reader, &last, 1, status.st_size - 1) == 1 && last != UInt8(ascii: "\n")
  }
}

/// Why an event log cannot be kept.
public struct EventLogError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong with the file.
  public enum Reason: Hashable, Sendable {
    /// The system refuses to open it, with this error number.
    case system(Int32)
    /// It holds a database, which lines of JSON would damage.
    case database
  }

  /// The file.
  public let path: String
  /// What is wrong with it.
  public let reason: Reason

  /// Describes why a file cannot be an event log.
  public init(path: String, _ reason: Reason) {
    self.path = path
    self.reason = reason
  }

  /// A sentence for people.
  public var description: String {
    switch reason {
    case .system(let number):
      "Cannot open the event log '\(path)': \(String(cString: strerror(number)))"
    case .database: "Cannot keep the event log in '\(path)': it is a database"
    }
  }
}
