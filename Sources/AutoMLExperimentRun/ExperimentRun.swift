public import ArgumentParser
import AutoMLModel

/// A program that is an experiment: options, a directory for results, kept output, and the work.
///
/// Options and arguments are declared as properties. They are parsed before anything else happens,
/// and are at hand in every method:
///
/// ```swift
/// @main struct Latency: ExperimentRun {
///   @OptionGroup var runOptions: RunOptions
///   @OptionGroup var cluster: Cluster
///   @Option var rounds = 10
///
///   var ancestors: [any ExperimentStage] { [cluster] }
///
///   func perform(_ run: RunContext) async throws {
///     run.logger.info("results go to \(run.directory)")
///   }
/// }
/// ```
///
/// A run parses, sets the log level, finds its name and its directory and makes that, copies or
/// redirects the output, logs the command line, calls `initialize` of every stage, ancestors first,
/// then its own, and then `perform` in the same order, each exactly once. However it ends, the
/// output is whole and the streams are what they were.
///
/// The program ends with 0, with 2 after a wrong command line or when the directory cannot be
/// used, with the code of an `ExitCode` that was thrown, and with 1 after any other error.
public protocol ExperimentRun: AsyncParsableCommand {
  /// The options that every run has; declared with `@OptionGroup`.
  var runOptions: RunOptions { get }
  /// The stages that this experiment builds on; none by default.
  var ancestors: [any ExperimentStage] { get }

  /// Names the run; the name given is the one of the type with the date and time.
  ///
  /// Called once, with `-c` too.
  func runName(default name: String) throws -> String

  /// Says where the results of a run go; a relative path begins at the current directory.
  ///
  /// The default is a directory of the run's name. Not called with `-c`. When the place is taken,
  /// it is asked again for the name with a number; if it insists on the place, that is reused.
  func resultDirectory(named runName: String) throws -> String

  /// Prepares; called once, after the ancestors have.
  func initialize(_ run: RunContext) async throws
  /// Does the work; called once, after the ancestors have done theirs.
  func perform(_ run: RunContext) async throws
}

extension ExperimentRun {
  /// None.
  public var ancestors: [any ExperimentStage] { [] }
  /// The default name.
  public func runName(default name: String) throws -> String { name }
  /// A directory of the run's name in the current one.
  public func resultDirectory(named runName: String) throws -> String { runName }
  /// Does nothing.
  public func initialize(_ run: RunContext) async throws {}
  /// Does nothing.
  public func perform(_ run: RunContext) async throws {}

  /// Runs the experiment with the options that have been parsed.
  public mutating func run() async throws { _ = try await conduct(in: .current) }

  /// Parses arguments and runs the experiment, within a program that does other things, too.
  ///
  /// - Parameter arguments: The command line without the program; nil for the process's own.
  /// - Returns: What the run was, and what it kept.
  /// - Throws: What parsing, ``RunError`` or the experiment's methods throw.
  @discardableResult
  public static func start(
    _ arguments: [String]? = nil, in surroundings: RunSurroundings = .current
  ) async throws -> RunContext {
    var surroundings = surroundings
    if let arguments { surroundings.commandLine = surroundings.commandLine.prefix(1) + arguments }
    return try await parse(arguments).conduct(in: surroundings)
  }
}
