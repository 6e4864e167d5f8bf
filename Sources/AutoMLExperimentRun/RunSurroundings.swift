public import AutoMLModel
public import Foundation

/// What a run takes from the process it is in.
public struct RunSurroundings: Sendable {
  /// Tells when the run begins.
  public var time: any TimeSource
  /// The time zone of the run's name.
  public var zone: TimeZone
  /// Where relative paths begin.
  public var folder: String
  /// The program and its arguments, which are logged.
  public var commandLine: [String]
  /// The directory that holds the program, if it can be found.
  public var programDirectory: String?

  /// Describes surroundings.
  public init(
    time: any TimeSource = SystemTimeSource(), zone: TimeZone, folder: String,
    commandLine: [String], programDirectory: String? = nil
  ) {
    self.time = time
    self.zone = zone
    self.folder = folder
    self.commandLine = commandLine
    self.programDirectory = programDirectory
  }

  /// Those of this process.
  public static var current: RunSurroundings {
    RunSurroundings(
      zone: .current, folder: FileManager.default.currentDirectoryPath,
      commandLine: CommandLine.arguments,
      programDirectory: Bundle.main.executableURL?.resolvingSymlinksInPath()
        .deletingLastPathComponent().path)
  }

  /// A path from the root of the file system on.
  func absolute(_ path: String) -> String {
    path.hasPrefix("/") ? path : "\(folder == "/" ? "" : folder)/\(path)"
  }
}
