import ArgumentParser
import AutoMLExperimentRun
import Logging

/// What `run` and `resume` have in common with every experiment run.
///
/// There is no directory to choose: the experiment's number gives it.
struct EngineRunOptions: ParsableArguments {
  @OptionGroup var log: LogLevelOptions
  @OptionGroup var output: CaptureOptions

  /// The level from which on the engine's log is shown.
  func level(_ progress: ProgressOptions) -> Logger.Level {
    log.level ?? (progress.verbose ? .debug : .notice)
  }
}
