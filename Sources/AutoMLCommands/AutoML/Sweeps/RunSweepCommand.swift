import ArgumentParser
import AutoMLModel
import AutoMLTracking
import AutoMLTrackingSQLite
import AutoMLWorkflow
import Synchronization

struct RunSweepCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Run a command for each combination that remains.",
    discussion: """
      Examples:
        automl sweep run lr -- ./train --lr {lr} --depth {depth}
        automl sweep run lr -j 4 --on-failure stop -- python3 train.py {lr}
        automl sweep run lr -- sh -c './train "$1" > "$1.log"' sh {lr}

      {name} is the level of the factor of exactly this name, empty where only other
      combinations have one; {{ and }} are braces. No shell takes the words apart.
      A level that sh -c, python3 -c, ssh or the like would take for more than itself
      is refused before its command begins. The command also finds AUTOML_PARAMETERS
      (JSON), AUTOML_SWEEP and AUTOML_COMBINATION_ID in its environment, and nothing
      on its input. What it leaves running ends with it.

      A command that ends with 0 has done its combination; when one has not, the exit
      code is 1. Any number of runs may share a sweep, each begins with what earlier
      runs have skipped, and what a run has in progress comes back when it dies.

      A command that cannot be started, or a database that fails, ends the run when
      the other commands have ended. While another program keeps the database locked,
      the run waits. Ctrl-C asks the commands to end (SIGTERM, and SIGKILL after the
      grace period) and gives their combinations back; a second one kills them.
      """)

  @Argument(help: "The sweep's name.")
  var name: String

  @Option(
    name: [.customShort("j"), .customLong("jobs")],
    help: ArgumentHelp(
      "How many commands to run at once; with more than one, each line of output begins with the "
        + "combination's id.", valueName: "count"))
  var jobs = 1

  @Option(
    help: ArgumentHelp(
      "What becomes of a combination whose command failed: 'skip' leaves it out until the next "
        + "run, 'cancel' gives it back when this run ends, 'stop' gives it back and begins no more.",
      valueName: "policy"))
  var onFailure = SweepFailurePolicy.skip

  @Option(
    help: ArgumentHelp(
      "Let others take a combination whose command takes longer than this (default: no limit).",
      valueName: "time"))
  var lease: LeaseTime?

  @Option(help: "For whom, in words that 'list' shows.")
  var owner: String?

  @Option(help: "How long commands may take to end after SIGTERM, such as 10s.")
  var grace = LeaseTime.tenSeconds

  @Flag(name: .shortAndLong, help: "Show no progress.")
  var quiet = false

  @OptionGroup var store: StoreOptions

  @Argument(
    parsing: .postTerminator,
    help: ArgumentHelp("The program and its arguments, behind '--'.", valueName: "command"))
  var words: [String] = []

  func validate() throws {
    guard jobs >= 1 else { throw ValidationError("'-j' must be at least 1.") }
    guard !words.isEmpty else {
      throw ValidationError("Write the command behind '--', as in: automl sweep run \(name) -- …")
    }
    _ = try template()
  }

  func run() async throws {
    let template = try template()
    try OpenFiles.makeRoom(forJobs: jobs, setting: "-j")
    let patience = store.patience()
    let end = try await store.changing(with: patience) { connector in
      let check = SweepCommandCheck(template)
      let sweep = try await patience.record {
        let sweep = try await connector.sweep(named: name)
        try await check.run(on: sweep, in: connector)
        return sweep
      }
      return try await SweepRun(
        sweep: sweep, connector: connector, template: template, check: check,
        plan: SweepRun.Plan(
          parallel: jobs, policy: onFailure,
          lease: CombinationLease(duration: lease?.duration, owner: owner),
          gracePeriod: grace.duration, isQuiet: quiet),
        patience: patience
      ).execute()
    }
    try end.conclude()
  }

  private func template() throws -> CommandTemplate {
    do {
      return try CommandTemplate(words: words, allowsAnyName: true)
    } catch {
      throw ValidationError("The command: \(error)")
    }
  }
}

/// What becomes of a combination whose command failed.
enum SweepFailurePolicy: String, ExpressibleByArgument, CaseIterable {
  case skip, cancel, stop
}
