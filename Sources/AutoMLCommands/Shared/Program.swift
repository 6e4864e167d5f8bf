public import ArgumentParser
import AutoMLTracking

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension AsyncParsableCommand {
  /// Runs the program and ends the process with the exit code of its result.
  ///
  /// Results go to standard output and everything else to standard error. A wrong command line
  /// ends with 2, as every other mistake of the user does.
  public static func runProgram() async -> Never {
    signal(SIGPIPE, SIG_IGN)
    do {
      var command = try parseAsRoot()
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
      Terminal.flush()
      exit(0)
    } catch {
      Terminal.flush()
      let code = exitCode(for: error)
      if code.isSuccess { exit(withError: error) }
      if error is ExitCode { exit(withError: error) }
      if isParserError(error) {
        Terminal.printError(fullMessage(for: error))
        exit(ProgramExit.usage.rawValue)
      }
      Terminal.printError("error: \(error)")
      exit(ProgramExit.code(for: error).rawValue)
    }
  }

  /// Whether the error is about the command line itself, which the parser explains with a usage.
  private static func isParserError(_ error: any Error) -> Bool {
    exitCode(for: error) == .validationFailure
  }
}
