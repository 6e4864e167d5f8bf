/// A program with everything it needs to start; nothing passes through a shell.
public struct ProcessCommand: Hashable, Sendable {
  /// The program: a path when it holds a slash, otherwise a name to look up in `PATH`.
  public var executable: String
  /// The words after the program's name.
  public var arguments: [String]
  /// The whole environment.
  public var environment: [String: String]
  /// The folder to start in.
  public var workingDirectory: String
  /// How long all of its processes may take to end after SIGTERM before they get SIGKILL.
  public var gracePeriod: Duration
  /// How long it may run before it is asked to end; nil for no limit.
  public var timeLimit: Duration?
  /// Bounds at which its process group gets SIGKILL, without a warning.
  public var limits = ProcessLimits()
  /// What it finds on standard input.
  public var input: [UInt8] = []
  /// Added to the environment, so that processes that have left the command's process group are
  /// found and ended with the command; without it they are left alone.
  public var marker: ProcessMarker?

  /// Describes a command.
  public init(
    executable: String, arguments: [String] = [], environment: [String: String],
    workingDirectory: String, gracePeriod: Duration = .seconds(10), timeLimit: Duration? = nil,
    marker: ProcessMarker? = nil
  ) {
    self.executable = executable
    self.arguments = arguments
    self.environment = environment
    self.workingDirectory = workingDirectory
    self.gracePeriod = gracePeriod
    self.timeLimit = timeLimit
    self.marker = marker
  }
}

/// How a process ended.
public enum ProcessEnd: Hashable, Sendable {
  /// By itself, with an exit code.
  case exited(Int)
  /// By a signal.
  case signalled(Int)
  /// By this program, because its time was up.
  case timedOut
  /// By this program, because it reached one of its limits.
  case limited(LimitExceeded)
  /// By this program, because its task was cancelled; a process that ended with exit code 0 all
  /// the same is ``exited(_:)``.
  case cancelled
}

/// The two streams a process prints to.
public enum OutputStreamKind: Hashable, Sendable {
  /// Standard output.
  case output
  /// Standard error.
  case error
}

/// Why a process could not be started.
public struct ProcessLaunchError: Error, Sendable, CustomStringConvertible {
  /// The program.
  public let executable: String
  /// The error below.
  public let underlying: any Error

  /// A sentence for people.
  public var description: String { "Cannot start '\(executable)': \(underlying)" }
}
