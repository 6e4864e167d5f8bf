public import ArgumentParser
public import Logging

/// The options of every experiment run.
public struct RunOptions: ParsableArguments {
  /// How much is logged.
  @OptionGroup public var log: LogLevelOptions
  /// Where the output goes.
  @OptionGroup public var output: CaptureOptions

  /// The directory to continue in, as it was given.
  @Option(
    name: [.customShort("c"), .customLong("continue")],
    help: ArgumentHelp(
      "Put results here, in a new directory or one of a run before.", valueName: "directory"),
    completion: .directory)
  public var directory: String?

  /// Makes options to be parsed.
  public init() {}

  /// Refuses a directory without a name.
  public func validate() throws {
    if directory == "" { throw ValidationError("'-c' needs the name of a directory.") }
  }
}

/// The option that says how much is logged.
public struct LogLevelOptions: ParsableArguments {
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "Log from this level on: trace, debug, info, notice, warning, error, critical, or a number "
        + "from 0 (all) to 50 (the worst).", valueName: "level"))
  var logLevel: LogThreshold?

  /// The level, if one was given.
  public var level: Logger.Level? { logLevel?.level }

  /// Makes options to be parsed.
  public init() {}
}

/// The options that say where the output goes.
public struct CaptureOptions: ParsableArguments {
  @Flag(exclusivity: .chooseLast)
  var capture: CaptureFlag?

  @Flag(
    name: [.customShort("M"), .long],
    help: "With -L or -R: keep both streams in one file, 'stdout+stderr'.")
  var mergeOutput = false

  /// What is to be done with the output; nil for nothing.
  public var plan: CapturePlan? {
    capture.map { CapturePlan(copies: $0 == .copyOutput, merges: mergeOutput) }
  }

  /// Makes options to be parsed.
  public init() {}
}

/// The two ways to keep the output, of which the last one given counts.
enum CaptureFlag: String, EnumerableFlag {
  case copyOutput, redirectOutput

  static func name(for value: CaptureFlag) -> NameSpecification {
    value == .copyOutput ? [.customShort("L"), .long] : [.customShort("R"), .long]
  }

  static func help(for value: CaptureFlag) -> ArgumentHelp? {
    switch value {
    case .copyOutput: "Copy the output to the files 'stdout' and 'stderr' among the results."
    case .redirectOutput: "Send the output to these files only."
    }
  }
}
