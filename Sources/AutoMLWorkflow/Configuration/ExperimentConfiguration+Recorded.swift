public import AutoMLModel
import Foundation

extension ExperimentConfiguration {
  /// The member of a recorded document that holds the absolute path of the file.
  static let fileMember = "file"

  /// Checks an experiment again that was recorded, as ``load(path:environment:)`` would its file.
  ///
  /// The file is not read again, and need not be there: the paths in the document go from its
  /// folder, and an Auptimizer experiment without a name has that of the file.
  ///
  /// - Parameters:
  ///   - document: The ``document`` of the configuration that is wanted again.
  ///   - user: The user for whom it was recorded.
  ///   - file: Where the file is now; needed when the document does not say where it was. A
  ///     relative path goes from the current folder.
  ///   - surroundings: What is known of the machine.
  /// - Throws: ``ConfigurationError`` with every mistake; its file is an absolute path, and lines
  ///   are not known any more.
  public static func load(
    recorded document: JSONValue, user: String, file: String? = nil,
    surroundings: ConfigurationSurroundings = .local()
  ) throws(ConfigurationError) -> Self {
    guard case .object(let members) = document else {
      throw unusable("the experiment", "what was recorded is no experiment", "")
    }
    let name = document["name"]?.text.map { "experiment \($0.quoted)" } ?? "the experiment"
    let place = file ?? document[fileMember]?.text
    guard let place else {
      throw unusable(
        name, "it was recorded by an earlier version without the place of its file",
        "give it with --file")
    }
    guard file != nil || place.hasPrefix("/") else {
      throw unusable(
        name, "its file was recorded as \(place.quoted), which is no absolute path",
        "give its place with --file")
    }
    let path = PathText.absolute(place, in: FileManager.default.currentDirectoryPath)
    let folder = PathText.absolute("..", in: path)
    guard surroundings.entry(folder) == .directory else {
      throw unusable(
        path, "the folder \(folder.quoted) of the experiment's file is not there any more",
        "put it back, or give the file's place with --file")
    }
    return try check(
      ConfigurationNode(.object(members.filter { $0.name != fileMember })), [],
      ConfigurationFile(path: path, directory: folder, user: user, surroundings: surroundings))
  }

  private static func unusable(
    _ file: String, _ problem: String, _ advice: String
  ) -> ConfigurationError {
    ConfigurationError(
      file: file,
      problems: [.init(keyPath: "", line: nil, problem: problem, advice: advice)])
  }
}

extension ConfigurationFile {
  /// The keys whose text counts, not only the value that it stands for.
  ///
  /// The word `1.50` of a command is not `1.5`, no double holds every seed, and times and sizes are
  /// read as text.
  private static let keysOfText: Set<String> = [
    "command", "algorithm.seed", "random_seed", "retries.backoff", "retries.max_backoff",
    "limits.job_time", "limits.experiment_time", "limits.memory", "stop.grace",
  ]

  /// What is recorded of the file: its contents and, as last member, its place.
  func document(_ root: ConfigurationNode) -> JSONValue {
    guard case .object(let members) = root.json(keepingTextAt: Self.keysOfText) else {
      return root.json
    }
    let path = PathText.absolute(PathText.name(path), in: directory)
    return .object(
      members + [.init(ExperimentConfiguration.fileMember, .string(path))])
  }
}

extension ConfigurationNode {
  /// The value as JSON, in which the scalars of some keys and lists are texts when JSON would change
  /// how they are written.
  fileprivate func json(keepingTextAt paths: Set<String>, path: String = "") -> JSONValue {
    // JSON has no keys but texts, and levels are more.
    if path == "algorithm.factors" { return SweepDocument(self, keyPath: path).json }
    return switch value {
    case .null, .string: json
    case .boolean, .integer, .number:
      paths.contains(path) && Self(json).source != source ? .string(source) : json
    case .sequence(let nodes):
      .array(nodes.map { $0.json(keepingTextAt: paths, path: path) })
    case .mapping(let entries):
      .object(
        entries.map {
          let inner = path.isEmpty ? $0.key : "\(path).\($0.key)"
          return .init($0.key, $0.value.json(keepingTextAt: paths, path: inner))
        })
    }
  }
}
