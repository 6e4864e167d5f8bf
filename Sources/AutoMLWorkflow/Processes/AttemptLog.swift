import Foundation
import Synchronization

/// The file that receives what an attempt prints, in the order in which it arrives.
final class AttemptLog: Sendable {
  /// Where the file is.
  let path: String
  private let file: Mutex<FileHandle?>

  /// Whether something could not be written, so that the log is not whole.
  var isIncomplete: Bool { file.withLock { $0 == nil } }

  /// Creates the file `<folder>/<job>.<attempt>.log`, or one with a further number when another
  /// database has used the same folder.
  ///
  /// - Throws: ``JobFailure`` of kind `launch` when it cannot be created.
  init(folder: String, job: String, attempt: Int) throws(JobFailure) {
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    } catch {
      throw JobFailure(
        .launch, "Cannot create the folder '\(folder)': \(error.localizedDescription)")
    }
    for copy in 0..<10_000 {
      let suffix = copy == 0 ? "" : "-\(copy)"
      let path = "\(folder)/\(job).\(attempt)\(suffix).log"
      let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0o644)
      if descriptor >= 0 {
        self.path = path
        file = Mutex(FileHandle(fileDescriptor: descriptor, closeOnDealloc: true))
        return
      }
      guard errno == EEXIST else { break }
    }
    throw JobFailure(
      .launch, "Cannot create a log file in '\(folder)': \(String(cString: strerror(errno)))")
  }

  /// Appends bytes; when the disk is full or the file is gone the job goes on without its log.
  func append(_ bytes: [UInt8]) {
    file.withLock { file in
      do {
        try file?.write(contentsOf: bytes)
      } catch {
        file = nil
      }
    }
  }
}
