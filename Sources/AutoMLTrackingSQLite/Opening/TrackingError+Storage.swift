import AutoMLTracking
import GRDB

extension TrackingError {
  /// Translates what came out of SQLite; errors of this package pass unchanged.
  ///
  /// Statements and values are left out of the message.
  init(storage error: any Error, path: String) {
    switch error {
    case let error as TrackingError: self = error
    case let error as DatabaseError: self.init(error, path: path)
    case SyncFailure.ofLog:
      self.init(
        .notDurable,
        "\(path) was written, but its disk could not be synced, so that a power cut may undo what "
          + "was written. Check the disk.", underlying: error)
    case SyncFailure.ofDatabase:
      self.init(
        .notDurable,
        "\(path) was written, but its disk may have lost some of what was written before, so that "
          + "a power cut may damage it. Check the disk, copy the database with VACUUM INTO, and use "
          + "the copy.",
        underlying: error)
    default: self.init(.storage, "\(path) cannot be used: \(error)", underlying: error)
    }
  }

  private init(_ error: DatabaseError, path: String) {
    let detail = error.message ?? "no details"
    let (code, sentence): (Code, String) =
      switch error.resultCode {
      case .SQLITE_NOTADB: (.notADatabase, "\(path) is not a SQLite database.")
      case .SQLITE_READONLY, .SQLITE_PERM:
        (.readOnly, "\(path) cannot be written; check the permissions of it and its folder.")
      case .SQLITE_FULL: (.diskFull, "There is no room left for \(path); free some and try again.")
      case .SQLITE_CORRUPT:
        (
          .corrupt,
          "\(path) is damaged (\(detail)); restore a backup. This step was undone, nothing is lost "
            + "that is not damaged."
        )
      case .SQLITE_BUSY, .SQLITE_LOCKED:
        (.busy, "Another process keeps \(path) locked; try again when it is done.")
      case .SQLITE_CANTOPEN:
        (.cannotOpen, "\(path) cannot be opened; check the path and its permissions.")
      case .SQLITE_MISUSE where detail.contains("closed"): (.closed, "The store is closed.")
      // The index of the log is as large as it has to be, unless there was no room for it.
      case .SQLITE_IOERR where error.extendedResultCode == .SQLITE_IOERR_SHMSIZE:
        (.diskFull, "There is no room left for \(path); free some and try again.")
      case .SQLITE_IOERR where error.extendedResultCode == .SQLITE_IOERR_WRITE:
        (.storage, "\(path) cannot be written (\(detail)).")
      default:
        (.storage, "\(path) failed with SQLite error \(error.resultCode.rawValue): \(detail)")
      }
    self.init(code, sentence, underlying: error)
  }

  /// What every call on a closed connector throws.
  static var closed: Self { Self(.closed, "The store is closed; open it again.") }

  /// What a call throws when other processes have given up this session.
  static func sessionEnded(_ id: Int64) -> Self {
    Self(
      .illegalTransition(from: "ENDED", to: "RUNNING"),
      "Session \(id) was found dead by another process and has been ended; "
        + "open the store again. Its attempts are LOST.")
  }
}
