import Foundation

/// What tells whether a database file was written to between two looks at it.
struct FileStamp: Equatable {
  private let size: off_t
  private let changed: timespec
  private let companions: [Bool]

  /// Looks at a file; nil when there is none.
  init?(path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    size = status.st_size
    changed = status.st_ctim
    companions = ["-journal", "-wal"].map { access(path + $0, F_OK) == 0 }
  }

  /// Whether the last write is so long ago that another would have given the file another time.
  ///
  /// The kernel takes that time from its tick, of at most 10 ms.
  var isSettled: Bool {
    var now = timespec()
    clock_gettime(CLOCK_REALTIME, &now)
    let age = (now.tv_sec - changed.tv_sec) * 1000 + (now.tv_nsec - changed.tv_nsec) / 1_000_000
    return !(0..<15).contains(age)
  }

  static func == (left: FileStamp, right: FileStamp) -> Bool {
    left.size == right.size && left.companions == right.companions
      && left.changed.tv_sec == right.changed.tv_sec
      && left.changed.tv_nsec == right.changed.tv_nsec
  }
}
