import ArgumentParser
import AutoMLExperimentRun
import AutoMLTracking
import AutoMLWorkflow

/// The exit codes of both programs.
enum ProgramExit {
  /// The experiment failed, or something nobody foresaw happened.
  static let failure = ExitCode(1)
  /// The user's mistake: usage, file, configuration, an id that is not there.
  static let usage = ExitCode(2)
  /// The store: cannot be opened, too new, damaged, full.
  static let store = ExitCode(3)
  /// Interrupted by SIGINT.
  static let interrupted = ExitCode(130)
  /// Ended by SIGTERM, or by another program's request.
  static let terminated = ExitCode(143)

  /// The exit code for an error.
  static func code(for error: any Error) -> ExitCode {
    switch error {
    case let code as ExitCode: code
    case let error as TrackingError: error.isUsersMistake ? usage : store
    case is ConfigurationError, is EngineError, is EventLogError, is RunError, is UserMistake:
      usage
    default: failure
    }
  }
}

/// A mistake of the user that a command found by itself.
struct UserMistake: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}

extension TrackingError {
  /// Whether the request was wrong and the store is sound.
  fileprivate var isUsersMistake: Bool {
    switch code {
    case .unknownUser, .unknownResource, .unknownExperiment, .unknownJob, .unknownAttempt,
      .unknownIntermediateResult, .unknownSweep, .sweepExists, .unknownCombination,
      .heldByAnotherSession,
      .resourceInUse, .illegalTransition,
      .experimentRunning, .invalidRequest, .labelMismatch, .nonFiniteScore:
      true
    default: false
    }
  }
}
