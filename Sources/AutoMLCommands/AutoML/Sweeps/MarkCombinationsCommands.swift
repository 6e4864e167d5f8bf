import ArgumentParser
import AutoMLModel
import AutoMLTracking
import AutoMLTrackingSQLite

struct DoneCombinationsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "done", abstract: "Mark combinations as done; nobody gets them any more.",
    discussion: """
      Examples:
        automl sweep done lr 7
        automl sweep done lr 7 8 9
        automl sweep done lr --combination '{"lr":0.1,"depth":2}'

      Done is done, whoever has the combination by now. All are marked, or none.
      """)

  @OptionGroup var choice: CombinationChoice
  @OptionGroup var store: StoreOptions
  @OptionGroup var output: OutputOptions

  func run() async throws { try await choice.mark(as: .done, "done", in: store, output) }
}

struct SkipCombinationsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "skip", abstract: "Leave combinations out, because they failed.",
    discussion: """
      Examples:
        automl sweep skip lr 7
        automl sweep skip lr 7.1     # unless somebody else has it by now

      They are left out until 'automl sweep reset lr'. Nothing changes for what is done.
      """)

  @OptionGroup var choice: CombinationChoice
  @OptionGroup var store: StoreOptions
  @OptionGroup var output: OutputOptions

  func run() async throws {
    try await choice.mark(as: .skipped(persistently: true), "skipped", in: store, output)
  }
}

struct CancelCombinationsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cancel", abstract: "Give combinations back; they are the next to be taken.",
    discussion: """
      Examples:
        automl sweep cancel lr 7
        automl sweep cancel lr 7.1   # unless somebody else has it by now

      They remain in their old place on the list. Nothing changes for what is done.
      """)

  @OptionGroup var choice: CombinationChoice
  @OptionGroup var store: StoreOptions
  @OptionGroup var output: OutputOptions

  func run() async throws {
    try await choice.mark(as: .remaining, "given back", in: store, output)
  }
}

struct RenewCombinationsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "renew", abstract: "Lengthen the leases of combinations in progress, from now on.",
    discussion: """
      Examples:
        automl sweep renew lr 7.1 --lease 2h

      The exit code is 1 when one of them is not in progress any more: somebody else may have it.
      """)

  @OptionGroup var choice: CombinationChoice

  @Option(help: ArgumentHelp("For how long, such as 90s, 15m or 2h.", valueName: "time"))
  var lease: LeaseTime

  @OptionGroup var store: StoreOptions
  @OptionGroup var output: OutputOptions

  func run() async throws {
    let isComplete = try await store.changingPatiently { connector in
      let (sweep, marks) = try await choice.marks(in: connector)
      let renewed = try await connector.renewCombinations(
        marks, of: sweep.id, for: lease.duration)
      output.write(renewed, of: marks.count, "renewed", in: sweep)
      return renewed == marks.count
    }
    if !isComplete { throw ProgramExit.failure }
  }
}

extension CombinationChoice {
  /// Marks what is meant and tells how many have changed.
  fileprivate func mark(
    as marking: CombinationMarking, _ word: String, in store: StoreOptions, _ output: OutputOptions
  ) async throws {
    try await store.changingPatiently { connector in
      let (sweep, marks) = try await marks(in: connector)
      let changed = try await connector.markCombinations(marks, of: sweep.id, as: marking)
      output.write(changed, of: marks.count, word, in: sweep)
    }
  }
}

extension OutputOptions {
  /// Writes how many of some combinations have changed.
  fileprivate func write(_ changed: Int, of all: Int, _ word: String, in sweep: SweepRecord) {
    let rest = changed == all ? "" : "; \(all - changed) stayed as before"
    write(
      "\(changed) \(word)\(rest)",
      json: [
        "sweep": .string(sweep.name), "changed": .integer(Int64(changed)),
        "unchanged": .integer(Int64(all - changed)),
      ])
  }
}
