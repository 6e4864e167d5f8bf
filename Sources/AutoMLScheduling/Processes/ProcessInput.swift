import Foundation
import SystemPackage

/// What a process finds on standard input, as a file without a name.
///
/// Not a pipe: a process that ends without having read its input would make writing to it fail,
/// and end this process with SIGPIPE where that is not ignored.
enum ProcessInput {
  /// A descriptor at the beginning of the bytes, to be closed by the caller.
  ///
  /// - Throws: `Errno` when there is no room for them.
  static func descriptor(holding bytes: [UInt8]) throws -> FileDescriptor {
    if bytes.isEmpty { return try .open("/dev/null", .readOnly, options: .closeOnExec) }
    do {
      // Memory, on Linux.
      return try file(in: "/dev/shm", holding: bytes)
    } catch {
      return try file(in: NSTemporaryDirectory(), holding: bytes)
    }
  }

  private static func file(in folder: String, holding bytes: [UInt8]) throws -> FileDescriptor {
    let path = "\(folder)/automl-input-\(UUID().uuidString)"
    let file = try FileDescriptor.open(
      FilePath(path), .readWrite, options: [.create, .exclusiveCreate, .closeOnExec],
      permissions: .ownerReadWrite)
    do {
      try FileManager.default.removeItem(atPath: path)
      try file.writeAll(bytes)
      try file.seek(offset: 0, from: .start)
      return file
    } catch {
      try? file.close()
      throw error
    }
  }
}
