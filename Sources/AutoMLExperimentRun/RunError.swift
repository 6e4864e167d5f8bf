/// Why a run cannot begin.
public enum RunError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The run's name is empty.
  case emptyName
  /// The directory for results cannot be made, or not be written to.
  case directory(path: String, reason: String)
  /// A file for the output cannot be opened.
  case file(path: String, reason: String)
  /// The output cannot be copied.
  case copy(reason: String)
  /// The output is kept by another run of the same process.
  case outputIsKept

  /// A sentence for people.
  public var description: String {
    switch self {
    case .emptyName: "A run needs a name."
    case .directory(let path, let reason):
      "Cannot use '\(path)' as the directory for results: \(reason)"
    case .file(let path, let reason): "Cannot write the output to '\(path)': \(reason)"
    case .copy(let reason): "Cannot copy the output: \(reason)"
    case .outputIsKept: "The output of this process is kept by another run already."
    }
  }
}
