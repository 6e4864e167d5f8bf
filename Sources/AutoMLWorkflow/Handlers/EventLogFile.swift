import Foundation
import Synchronization

/// The file of an event log, open for lines at its end.
final class EventLogFile: Sendable {
  private let descriptor: Int32
  /// Whether the file ends in the middle of a line.
  private let isTorn: Mutex<Bool>

  /// Opens the file, which is made when it is not there.
  ///
  /// - Throws: ``EventLogError`` when it cannot be opened, or holds a database.
  init(path: String) throws(EventLogError) {
    let isTorn = try Self.isTorn(path)
    // Without O_NONBLOCK this would wait for the reader of a named pipe; writing is to wait.
    let flags = O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC
    let descriptor = open(path, flags | O_NONBLOCK, 0o644)
    guard descriptor >= 0 else {
      let error = errno
      let isPipe = error == ENXIO && Self.kind(path) == S_IFIFO
      throw EventLogError(path: path, isPipe ? .noReader : .system(error))
    }
    _ = fcntl(descriptor, F_SETFL, flags)
    self.descriptor = descriptor
    self.isTorn = Mutex(isTorn)
  }

  deinit { close(descriptor) }

  /// Writes a line and gives nil, or the number of the error; takes as long as the reader does.
  func write(_ line: String) -> Int32? {
    isTorn.withLock { isTorn in
      var bytes = Array((isTorn ? "\n\(line)" : line).utf8)[...]
      while !bytes.isEmpty {
        let count = bytes.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
        if count > 0 {
          bytes = bytes.dropFirst(count)
          isTorn = !bytes.isEmpty
        } else if errno != EINTR {
          return errno
        }
      }
      return nil
    }
  }

  /// What kind of file stands at a path; nil when there is none.
  private static func kind(_ path: String) -> mode_t? {
    var status = stat()
    return stat(path, &status) == 0 ? status.st_mode & S_IFMT : nil
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
