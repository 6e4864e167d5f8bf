import ArgumentParser
import AutoMLExperimentRun
import Foundation
import Logging

/// An experiment that tells on its output what is called, and prints in the ways it is asked to.
@main struct Probe: ExperimentRun {
  /// What it does besides telling.
  enum Deed: String, ExpressibleByArgument {
    /// Keeps some of the output in a file of its own choice.
    case keeps
    /// Has a child print to both streams.
    case children
    /// Prints many lines, and is killed.
    case dies
    /// Throws an error.
    case fails
    /// Throws an exit code.
    case exits
    /// Leaves a child that has its streams, and prints when a file appears.
    case leaves
    /// Runs itself once more with the same options.
    case nests
    /// Waits for SIGTERM.
    case waits
  }

  @OptionGroup var runOptions: RunOptions
  @OptionGroup var left: Left
  @OptionGroup var right: Right

  @Option var deed: Deed?
  @Option var place: String?

  var ancestors: [any ExperimentStage] { [left, left.base, right] }

  func runName(default name: String) -> String {
    say("runName")
    return name
  }

  func resultDirectory(named runName: String) -> String {
    say("resultDirectory")
    return place ?? runName
  }

  func initialize(_ run: RunContext) async throws {
    say("Probe.initialize \(run.kept(Greeting.self)?.words ?? "nothing")")
    say("directory \(run.directory)")
    say("name \(run.name)")
    say("continues \(run.continues)")
  }

  func perform(_ run: RunContext) async throws {
    say("Probe.perform")
    FileHandle.standardError.write(Data("to standard error\n".utf8))
    run.logger.debug("for those who want to know")
    switch deed {
    case .keeps:
      let capture = try OutputCapture(copies: true, output: "kept", errors: "kept")
      try shell("echo child out; echo child err >&2").waitUntilExit()
      say("in between")
      await capture.end()
      say("program in \(run.programDirectory ?? "nowhere")")
    case .children: try shell("echo child out; echo child err >&2").waitUntilExit()
    case .dies:
      for number in 0..<20_000 { say("line \(number)") }
      kill(getpid(), SIGKILL)
    case .fails: throw Failure()
    case .exits: throw ExitCode(7)
    case .leaves: try shell("until [ -e go ]; do sleep 0.01; done; echo from behind")
    case .nests: try await Self.start(["-R", "-c", "nested"])
    case .waits:
      try shell("echo waiting >ready").waitUntilExit()
      while true { sleep(600) }
    case nil: break
    }
  }

  @discardableResult
  private func shell(_ script: String) throws -> Process {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = ["-c", script]
    try process.run()
    return process
  }
}

/// An error with a text of its own.
struct Failure: Error, CustomStringConvertible {
  var description: String { "nothing works" }
}

/// Prints a line as programs do.
func say(_ line: String) { print(line) }
