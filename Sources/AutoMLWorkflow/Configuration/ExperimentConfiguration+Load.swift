import AutoMLModel
public import Foundation

/// An experiment file with what is around it.
struct ConfigurationFile {
  /// The path as it was given, for messages.
  let path: String
  /// The absolute path of its folder.
  let directory: String
  /// The user on whose behalf the experiment runs.
  let user: String
  let surroundings: ConfigurationSurroundings

  /// Describes a file; without a user the experiment is for the one of the environment.
  init(
    path: String, directory: String, user: String? = nil,
    surroundings: ConfigurationSurroundings
  ) {
    self.path = path
    self.directory = directory
    let login = surroundings.environment["USER"] ?? ""
    self.user = user ?? (login.isEmpty ? "default" : login)
    self.surroundings = surroundings
  }

  /// The file's name without its extension.
  var stem: String {
    let name = PathText.name(path)
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return name }
    return String(name[..<dot])
  }
}

extension ExperimentConfiguration {
  /// The largest experiment file in bytes: a mebibyte.
  public static let maximumFileSize = 1_048_576

  /// Reads and checks an experiment file, without recording or starting anything.
  ///
  /// - Parameters:
  ///   - path: The file, YAML or JSON, of this program or of Auptimizer.
  ///   - environment: `PATH` finds programs and `USER` names the user, else `default`.
  /// - Throws: ``ConfigurationError`` with every mistake.
  public static func load(
    path: String, environment: [String: String] = ProcessInfo.processInfo.environment
  ) throws(ConfigurationError) -> Self {
    let text: String
    do throws(CommandProblem) {
      text = try contents(path)
    } catch {
      throw ConfigurationError(
        file: path,
        problems: [
          .init(keyPath: "", line: nil, problem: error.problem, advice: error.advice)
        ])
    }
    let absolute = PathText.absolute(path, in: FileManager.default.currentDirectoryPath)
    return try parse(
      text: text, file: path, directory: PathText.absolute("..", in: absolute),
      surroundings: .local(environment: environment))
  }

  /// Checks the text of an experiment file.
  ///
  /// - Parameters:
  ///   - text: YAML or JSON.
  ///   - file: The file's path for messages; its name is the default name of a classic file.
  ///   - directory: The absolute path from which the paths in the file go.
  ///   - surroundings: What is known of the machine.
  /// - Throws: ``ConfigurationError`` with every mistake.
  public static func parse(
    text: String, file: String, directory: String,
    surroundings: ConfigurationSurroundings = .local()
  ) throws(ConfigurationError) -> Self {
    let (root, problems) = ConfigurationParser.parse(text)
    return try check(
      root, problems,
      ConfigurationFile(
        path: file, directory: directory, surroundings: surroundings))
  }

  static func check(
    _ root: ConfigurationNode?, _ problems: [ConfigurationProblem], _ file: ConfigurationFile
  ) throws(ConfigurationError) -> Self {
    var problems = problems
    var configuration: ExperimentConfiguration?
    if let root {
      if ClassicConfiguration.recognizes(root) {
        var classic = ClassicConfiguration(file: file)
        configuration = classic.configuration(root)
        problems += classic.reader.problems
      } else {
        var native = NativeConfiguration(file: file)
        configuration = native.configuration(root)
        problems += native.reader.problems
      }
    }
    guard let configuration, problems.isEmpty else {
      throw ConfigurationError(file: file.path, problems: problems)
    }
    return configuration
  }

  /// Reads the text of a file, however wrong it may be.
  private static func contents(_ path: String) throws(CommandProblem) -> String {
    let resolved = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
    guard let attributes = try? FileManager.default.attributesOfItem(atPath: resolved) else {
      throw CommandProblem(
        "there is no such file", "correct the path, or write an example with `automl init`")
    }
    let type = attributes[.type] as? FileAttributeType
    if type == .typeDirectory {
      throw CommandProblem("this is a folder", "name an experiment file in it")
    }
    guard type == .typeRegular else {
      throw CommandProblem("this is not a plain file", "name an experiment file")
    }
    let size = (attributes[.size] as? NSNumber)?.intValue ?? 0
    guard size <= maximumFileSize else {
      throw CommandProblem(
        "the file has \(size) bytes", "an experiment file has at most \(maximumFileSize)")
    }
    guard let data = FileManager.default.contents(atPath: resolved) else {
      throw CommandProblem("the file cannot be read", "check its permissions")
    }
    guard let text = String(validating: data, as: UTF8.self) else {
      throw CommandProblem("the file is not UTF-8 text", "save it as UTF-8")
    }
    return text.hasPrefix("\u{FEFF}") ? String(text.dropFirst()) : text
  }
}
