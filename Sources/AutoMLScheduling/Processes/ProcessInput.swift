import CProcesses
import Foundation

/// What a process finds on standard input, as a file without a name.
///
/// Not a pipe: a process that ends without having read its input would make writing to it fail,
/// and end this process with SIGPIPE where that is not ignored.
enum ProcessInput {
  /// A descriptor at the beginning of the bytes, to be closed by the caller; nil for no bytes.
  static func descriptor(holding bytes: [UInt8]) throws(POSIXError) -> CInt? {
    if bytes.isEmpty { return nil }
    var file = cprocess_memory()
    if file < 0, errno == ENOSYS { file = temporaryFile() }
    file = try aboveStandard(file)
    do {
      try write(bytes, to: file)
    } catch {
      close(file)
      throw error
    }
    return file
  }

  private static func write(_ bytes: [UInt8], to file: CInt) throws(POSIXError) {
    var written = 0
    while written < bytes.count {
      let count = bytes.withUnsafeBytes {
        Foundation.write(file, $0.baseAddress?.advanced(by: written), $0.count - written)
      }
      if count > 0 {
        written += count
      } else if errno != EINTR {
        throw .latest
      }
    }
    guard lseek(file, 0, SEEK_SET) == 0 else { throw .latest }
  }

  /// A file on a disk, where there are none in memory.
  private static func temporaryFile() -> CInt {
    var path = "\(NSTemporaryDirectory())/automl-input-XXXXXX".utf8CString.map { $0 }
    let file = mkstemp(&path)
    guard file >= 0 else { return file }
    unlink(path)
    _ = fcntl(file, F_SETFD, FD_CLOEXEC)
    return file
  }
}
