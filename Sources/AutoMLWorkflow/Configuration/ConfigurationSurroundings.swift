public import Foundation

/// What reading an experiment file needs to know of the machine; a value, so that tests need none.
public struct ConfigurationSurroundings: Sendable {
  /// What stands at a path.
  public enum Entry: Hashable, Sendable {
    /// Nothing.
    case missing
    /// A file.
    case file(isExecutable: Bool)
    /// A folder.
    case directory
  }

  /// The environment variables; `PATH` and `USER` are read.
  public var environment: [String: String]
  /// Tells what stands at an absolute path, links followed.
  public var entry: @Sendable (String) -> Entry

  /// Describes a machine.
  public init(
    environment: [String: String], entry: @escaping @Sendable (String) -> Entry
  ) {
    self.environment = environment
    self.entry = entry
  }

  /// This machine.
  public static func local(
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) -> Self {
    Self(environment: environment) { path in
      var isDirectory: ObjCBool = false
      guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
        return .missing
      }
      if isDirectory.boolValue { return .directory }
      return .file(isExecutable: FileManager.default.isExecutableFile(atPath: path))
    }
  }

  /// The program of a bare name, found as a shell finds it; nil when there is none.
  func program(named name: String) -> String? {
    let folders = environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin"
    return folders.split(separator: ":").lazy.filter { $0.hasPrefix("/") }
      .map { "\($0)/\(name)" }.first { entry($0) == .file(isExecutable: true) }
  }
}

/// Joins and simplifies paths by their text alone.
enum PathText {
  /// The absolute path of one that may be relative to an absolute folder.
  static func absolute(_ path: String, in folder: String) -> String {
    var parts: [Substring] = []
    for part in (path.hasPrefix("/") ? path : "\(folder)/\(path)").split(separator: "/") {
      switch part {
      case ".": continue
      case "..": _ = parts.popLast()
      default: parts.append(part)
      }
    }
    return "/" + parts.joined(separator: "/")
  }

  /// The last part of a path.
  static func name(_ path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }
}
