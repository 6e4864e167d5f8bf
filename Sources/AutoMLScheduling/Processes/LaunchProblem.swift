#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What is in the way of starting a process.
enum LaunchProblem: Error, Hashable, CustomStringConvertible {
  /// The program is in no folder of `PATH`.
  case notInPath
  case noSuchFile
  case isFolder
  case notExecutable
  /// The first line of a script names a program that is not there.
  case noInterpreter
  case notAProgram
  case noWorkingDirectory(String)
  case closedWorkingDirectory(String)
  /// A word, a variable or a path holds a zero byte.
  case zeroByte
  /// Anything else, by its number.
  case system(CInt)

  var description: String {
    switch self {
    case .notInPath: "it is in no folder of PATH"
    case .noSuchFile: "there is no such file"
    case .isFolder: "it is a folder"
    case .notExecutable: "it is not executable"
    case .noInterpreter: "the interpreter that its first line names is not there"
    case .notAProgram: "it is neither a program nor a script with an interpreter"
    case .noWorkingDirectory(let folder): "there is no working directory '\(folder)'"
    case .closedWorkingDirectory(let folder): "the working directory '\(folder)' is closed to us"
    case .zeroByte: "a word, a variable or a path holds a zero byte"
    case .system(let code): String(cString: strerror(code))
    }
  }

  /// Finds out what the number of an error stands for; the system does not tell which file it means.
  init(_ code: CInt, path: String, folder: String) {
    let file = path.hasPrefix("/") ? path : "\(folder)/\(path)"
    switch code {
    case ENOENT, ENOTDIR, EACCES, ELOOP:
      if !Self.isFolder(folder) {
        self = .noWorkingDirectory(folder)
      } else if access(folder, X_OK) != 0 {
        self = .closedWorkingDirectory(folder)
      } else if access(file, F_OK) != 0 {
        self = errno == ENOENT || errno == ENOTDIR ? .noSuchFile : .system(errno)
      } else if code == EACCES {
        self = Self.isFolder(file) ? .isFolder : .notExecutable
      } else {
        self = code == ENOENT ? .noInterpreter : .system(code)
      }
    case ENOEXEC: self = .notAProgram
    default: self = .system(code)
    }
  }

  private static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }
}
