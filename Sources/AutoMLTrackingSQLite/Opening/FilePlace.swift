import Foundation

/// Where a file lies on the disk, whatever names lead to it; equal for one and the same file.
struct FilePlace: Equatable {
  private let device: dev_t
  private let inode: ino_t
  private let type: mode_t

  /// Looks up the file to which a path leads; nil when there is none.
  init?(path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    device = status.st_dev
    inode = status.st_ino
    type = status.st_mode & S_IFMT
  }

  /// Whether the file is neither folder nor pipe, socket or device.
  var isRegularFile: Bool { type == S_IFREG }

  /// An absolute path without symbolic links, also for a file that is not there yet.
  ///
  /// A link that leads nowhere stands for the file it would lead to. A path in a folder that is
  /// not there, and links that lead in a circle, are left as they are.
  static func resolved(_ path: String) -> String {
    var place = path
    // As many links as the kernel follows in one path.
    for _ in 0..<40 {
      if let real = realPath(place) { return real }
      let folder = (place as NSString).deletingLastPathComponent
      guard
        let target = try? FileManager.default.destinationOfSymbolicLink(atPath: place)
      else {
        let name = (place as NSString).lastPathComponent
        return realPath(folder).map { ($0 == "/" ? "" : $0) + "/" + name } ?? place
      }
      place = target.hasPrefix("/") ? target : folder + "/" + target
    }
    return path
  }

  private static func realPath(_ path: String) -> String? {
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return String(cString: resolved)
  }
}
