import ArgumentParser
import Foundation

extension ExperimentRun {
  /// Runs the experiment, or a subcommand of it, as the whole program, and ends the process.
  ///
  /// It is concurrent as the parser's own is, which `@main` would choose otherwise.
  @concurrent public static func main() async { await runProgram(nil) }

  /// Runs the experiment, or a subcommand of it, as the whole program, and ends the process.
  ///
  /// - Parameter arguments: The command line without the program; nil for the process's own.
  public static func main(_ arguments: [String]?) async { await runProgram(arguments) }

  private static func runProgram(_ arguments: [String]?) async {
    StandardStreams.openWhatIsClosed()
    do {
      var command = try await asyncParseAsRoot(arguments)
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
    } catch {
      end(after: error)
    }
  }

  private static func end(after error: any Error) -> Never {
    if let code = error as? ExitCode { Foundation.exit(code.rawValue) }
    if exitCode(for: error).isSuccess { exit(withError: error) }
    if exitCode(for: error) == .validationFailure {
      StandardStreams.printError(fullMessage(for: error))
      Foundation.exit(2)
    }
    StandardStreams.printError("error: \(error)")
    Foundation.exit(error is RunError ? 2 : 1)
  }
}
