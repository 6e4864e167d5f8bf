import AutoMLExperimentRun
import AutoMLModel
import AutoMLWorkflow
import Foundation
import Logging
import Synchronization

/// Keeps the output among the experiment's results, from the moment on when they have a place.
///
/// That is after the experiment is recorded and before its first job. When it cannot be done the
/// workflow is stopped before that job.
final class CaptureHandler: Handler {
  private enum State {
    case waiting
    case keeping(OutputCapture)
    case failed(any Error)
    case ended
  }

  private let plan: CapturePlan?
  private let results: String
  private let runName: String
  private let logger: Logger
  private let state = Mutex(State.waiting)

  /// - Parameter results: The folder of all experiments' results.
  init(_ plan: CapturePlan?, results: String, experiment name: String, logger: Logger) {
    self.plan = plan
    self.results = results
    self.logger = logger
    runName = RunName.make(name, at: SystemTimeSource().now(), in: .current)
  }

  func startup(context: Context) async throws {
    if let plan, let experiment = context[.experiment] {
      do {
        let folder = try ResultDirectory.open("\(results)/\(experiment)").path
        Terminal.flushErrors()
        let capture = try OutputCapture(plan, in: folder)
        state.withLock { $0 = .keeping(capture) }
      } catch {
        state.withLock { $0 = .failed(error) }
        return context.stopWork("\(error)")
      }
    }
    logger.log(
      level: plan == nil ? .info : .notice,
      "\(runName): \(ShellText(CommandLine.arguments))")
  }

  /// Gives the streams back.
  ///
  /// - Parameter error: What ended the run, which the files are to tell, too.
  /// - Throws: Why the output could not be kept.
  func end(after error: (any Error)? = nil) async throws {
    let last = state.withLock { state in
      defer { state = .ended }
      return state
    }
    switch last {
    case .keeping(let capture):
      if let error { Terminal.printError("error: \(error)") }
      Terminal.flushErrors()
      await capture.end()
    case .failed(let error): throw error
    case .waiting, .ended: break
    }
  }
}
