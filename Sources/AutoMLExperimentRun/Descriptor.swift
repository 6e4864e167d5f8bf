import CProcesses
import Foundation

/// A descriptor above the standard streams, closed in programs that are started, and in this one
/// when nobody has it any more.
final class Descriptor: Sendable {
  let number: Int32

  /// Takes over a descriptor.
  private init(_ number: Int32) { self.number = number }

  deinit { close(number) }

  /// A second descriptor for what another one leads to.
  static func copy(of number: Int32) throws(RunError) -> Descriptor {
    let copy = fcntl(number, F_DUPFD_CLOEXEC, STDERR_FILENO + 1)
    guard copy >= 0 else { throw .copy(reason: String(cString: strerror(errno))) }
    return Descriptor(copy)
  }

  /// A file that is appended to, made when it is not there.
  static func appending(to path: String) throws(RunError) -> Descriptor {
    let number = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o666)
    guard number >= 0 else {
      throw .file(path: path, reason: String(cString: strerror(errno)))
    }
    return Descriptor(number)
  }

  /// A pipe.
  static func pipe() throws(RunError) -> (output: Descriptor, input: Descriptor) {
    var ends: [Int32] = [-1, -1]
    guard cprocess_pipe(&ends) == 0 else { throw .copy(reason: String(cString: strerror(errno))) }
    return (Descriptor(ends[0]), Descriptor(ends[1]))
  }
}
