import Foundation

/// The directory that receives the results of a run.
public struct ResultDirectory: Hashable, Sendable {
  /// Where it is.
  public let path: String
  /// Whether it was there before.
  public let existed: Bool

  /// Makes a directory with all above it, or takes the one that is there.
  ///
  /// - Throws: ``RunError/directory(path:reason:)``.
  public static func open(_ path: String) throws(RunError) -> ResultDirectory {
    if try make(path) { return ResultDirectory(path: path, existed: false) }
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue
    else { throw .directory(path: path, reason: String(cString: strerror(ENOTDIR))) }
    guard access(path, W_OK | X_OK) == 0 else { throw .failed(path) }
    return ResultDirectory(path: path, existed: true)
  }

  /// Makes a directory that nobody has used before, for which the name may get a number.
  ///
  /// Of runs that begin at the same moment each gets its own. A place that does not depend on the
  /// name is meant as it is, and is reused.
  ///
  /// - Parameter place: The path for a name.
  /// - Returns: The name that it got, and the directory.
  static func unique(
    _ name: String, at place: (String) throws -> String
  ) throws -> (name: String, directory: ResultDirectory) {
    let path = try place(name)
    if try make(path) { return (name, ResultDirectory(path: path, existed: false)) }
    var number = 2
    while true {
      let next = "\(name)-\(number)"
      let other = try place(next)
      if other == path { return (name, try open(path)) }
      if try make(other) { return (next, ResultDirectory(path: other, existed: false)) }
      number += 1
    }
  }

  /// Makes a directory with all above it; false when something is there.
  private static func make(_ path: String) throws(RunError) -> Bool {
    if mkdir(path, 0o777) == 0 { return true }
    let parent = (path as NSString).deletingLastPathComponent
    if errno == ENOENT, parent != path {
      _ = try make(parent)
      if mkdir(path, 0o777) == 0 { return true }
    }
    guard errno == EEXIST else { throw .failed(path) }
    return false
  }
}

extension RunError {
  /// A directory about which `errno` tells.
  fileprivate static func failed(_ path: String) -> RunError {
    .directory(path: path, reason: String(cString: strerror(errno)))
  }
}
