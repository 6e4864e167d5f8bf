import Foundation
import Synchronization

/// The file that receives what an attempt prints, in the order in which it arrives.
final class AttemptLog: Sendable {
  /// Where the file is.
  let path: String
  private let file: Mutex<OpenFile?>

  /// Whether something could not be written, so that the log is not whole.
  var isIncomplete: Bool { file.withLock { $0 == nil } }

  /// Creates the file `<folder>/<job>.<attempt>.log`, or one with a further number when another
  /// database has used the same folder.
  ///
  /// - Throws: ``JobFailure`` of kind `launch` when it cannot be created.
  init(folder: String, job: String, attempt: Int) throws(JobFailure) {
    var hasFolder = false
    var copy = 0
    while copy < 10_000 {
      let suffix = copy == 0 ? "" : "-\(copy)"
      let path = "\(folder)/\(job).\(attempt)\(suffix).log"
      if let file = OpenFile.at(path, O_CREAT | O_EXCL | O_APPEND) {
        self.path = path
        self.file = Mutex(file)
        return
      }
      let reason = errno
      // The folder is made by the first of an experiment's attempts.
      if reason == ENOENT, !hasFolder {
        try Self.make(folder)
        hasFolder = true
        continue
      }
      guard reason == EEXIST else { throw Self.failure("a log file in", folder, reason) }
      copy += 1
    }
    throw JobFailure(.launch, "Cannot create a log file in '\(folder)': too many are there")
  }

  private static func make(_ folder: String) throws(JobFailure) {
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    } catch {
      throw JobFailure(
        .launch, "Cannot create the folder '\(folder)': \(error.localizedDescription)")
    }
  }

  private static func failure(_ what: String, _ path: String, _ reason: CInt) -> JobFailure {
    JobFailure(.launch, "Cannot create \(what) '\(path)': \(String(cString: strerror(reason)))")
  }

  /// Appends bytes; when the disk is full or the file is gone the job goes on without its log.
  func append(_ bytes: [UInt8]) {
    file.withLock { file in
      if file?.write(bytes) == false { file = nil }
    }
  }

  /// Writes the parameters of the attempt to a file beside the log.
  ///
  /// - Returns: The file's path.
  /// - Throws: ``JobFailure`` of kind `launch`.
  func writeParameters(_ text: String) throws(JobFailure) -> String {
    let path = String(path.dropLast("log".count)) + "json"
    guard let file = OpenFile.at(path, O_CREAT | O_TRUNC), file.write(Array(text.utf8)) else {
      throw Self.failure("the file with the parameters,", path, errno)
    }
    return path
  }
}

/// A file that is open for writing until nobody has it any more.
private final class OpenFile: Sendable {
  private let descriptor: CInt

  private init(descriptor: CInt) { self.descriptor = descriptor }

  /// Opens a file; nil, with the reason in `errno`, when that is not possible.
  static func at(_ path: String, _ flags: CInt) -> OpenFile? {
    let descriptor = open(path, O_WRONLY | O_CLOEXEC | flags, 0o644)
    return descriptor < 0 ? nil : OpenFile(descriptor: descriptor)
  }

  deinit { close(descriptor) }

  /// Writes bytes; false, with the reason in `errno`, when not all could be.
  func write(_ bytes: [UInt8]) -> Bool {
    bytes.withUnsafeBytes { buffer in
      var done = 0
      while let start = buffer.baseAddress, done < buffer.count {
        let count = Foundation.write(descriptor, start + done, buffer.count - done)
        if count < 0, errno == EINTR { continue }
        guard count >= 0 else { return false }
        done += count
      }
      return true
    }
  }
}
