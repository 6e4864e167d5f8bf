public import ArgumentParser
import AutoMLExperimentRun

extension AsyncParsableCommand {
  /// Runs the program and ends the process with the exit code of its result.
  ///
  /// Results go to standard output and everything else to standard error. A wrong command line
  /// ends with 2, as every other mistake of the user does.
  public static func runProgram() async -> Never {
    Terminal.noteClosed(StandardStreams.openWhatIsClosed())
    Terminal.ignoreClosedReaders()
    do {
      var command = try parseAsRoot()
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
      Terminal.endProcess(ExitCode.success.rawValue)
    } catch let code as ExitCode {
      Terminal.endProcess(code.rawValue)
    } catch  where exitCode(for: error).isSuccess {
      exit(withError: error)
    } catch  where exitCode(for: error) == .validationFailure {
      Terminal.printError(fullMessage(for: error))
      Terminal.endProcess(ProgramExit.usage.rawValue)
    } catch {
      Terminal.printError("error: \(error)")
      Terminal.endProcess(ProgramExit.code(for: error).rawValue)
    }
  }
}
