import CProcesses

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A command as the system takes it.
struct ProcessLaunch {
  private let path: String
  private let folder: String
  private var words: CStrings
  private var environment: CStrings

  /// Looks the program up and writes words and variables down.
  init(_ command: ProcessCommand) throws(LaunchProblem) {
    path = try Self.path(of: command)
    folder = command.workingDirectory
    guard !path.utf8.contains(0), !folder.utf8.contains(0) else { throw .zeroByte }
    words = CStrings()
    try words.append(command.executable)
    for word in command.arguments { try words.append(word) }
    environment = CStrings(capacity: 4096)
    for (name, value) in command.environment where name != command.marker?.variable {
      try environment.append(name, "=", value)
    }
    if let marker = command.marker {
      try environment.append(marker.variable, "=", marker.value(within: command.environment))
    }
  }

  /// Starts the leader of a new process group.
  ///
  /// A program that somebody is still writing cannot be started. Often nobody is: a child of
  /// another thread holds the writer's descriptor between its fork and its exec. So it is tried
  /// again for some milliseconds.
  func start(on pipes: ProcessPipes) throws(LaunchProblem) -> pid_t {
    var process: pid_t = 0
    var code = spawn(&process, on: pipes)
    for milliseconds in [1, 2, 4, 8, 16] where code == ETXTBSY {
      usleep(useconds_t(milliseconds) * 1000)
      code = spawn(&process, on: pipes)
    }
    guard code == 0 else { throw LaunchProblem(code, path: path, folder: folder) }
    return process
  }

  private func spawn(_ process: inout pid_t, on pipes: ProcessPipes) -> CInt {
    path.withCString { path in
      folder.withCString { folder in
        words.withAddresses { words in
          environment.withAddresses { environment in
            var start = cprocess_start(
              path: path, words: words, environment: environment, folder: folder,
              input: pipes.input ?? -1, output: pipes.output, errors: pipes.errors,
              blocks_signals: false)
            return cprocess_start(&start, &process)
          }
        }
      }
    }
  }

  /// A path as it is; a name in the first folder of the command's `PATH` that has it.
  private static func path(of command: ProcessCommand) throws(LaunchProblem) -> String {
    if command.executable.utf8.contains(UInt8(ascii: "/")) { return command.executable }
    guard !command.executable.isEmpty else { throw .noSuchFile }
    let folders = command.environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin"
    for folder in folders.split(separator: ":") where folder.hasPrefix("/") {
      let path = "\(folder)/\(command.executable)"
      var status = stat()
      if access(path, X_OK) == 0, stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG {
        return path
      }
    }
    throw .notInPath
  }
}
