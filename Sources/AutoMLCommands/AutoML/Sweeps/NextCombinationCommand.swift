import ArgumentParser
import AutoMLModel
import AutoMLTracking
import AutoMLTrackingSQLite
import AutoMLWorkflow

struct NextCombinationCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "next", abstract: "Take the next combination that nobody has taken.",
    discussion: """
      Examples:
        automl sweep next lr                     7<tab>{"lr":0.1,"depth":2}
        automl sweep next lr --process $$        as long as this script lives
        automl sweep next lr --count 10 --lease 30m --json

      Say what became of it with 'done', 'skip' or 'cancel'. Without that it comes
      back when its lease is over, and with '--process' at once when the process is
      dead. When nothing remains, nothing is printed and the exit code is 1; with
      '--wait' only when nothing is in progress either, which might come back. What
      cannot be printed is given back, and the exit code is 3.
      """)

  @Argument(help: "The sweep's name.")
  var name: String

  @Option(help: "How many to take, at most.")
  var count = 1

  @Option(
    help: ArgumentHelp(
      "For how long at most, such as 90s, 15m or 2h (default: 1h; with '--process' no limit).",
      valueName: "time"))
  var lease: LeaseTime?

  @Option(help: "For whom, in words that 'list' shows.")
  var owner: String?

  @Option(
    help: ArgumentHelp(
      "Give it back as soon as this process of this host is dead; $$ is your script.",
      valueName: "pid"))
  var process: Int?

  @Flag(help: "Wait while others have combinations in progress.")
  var wait = false

  @Flag(name: .shortAndLong, help: "Do not say that nothing remains, or is waited for.")
  var quiet = false

  @OptionGroup var store: StoreOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard count >= 1 else { throw ValidationError("'--count' must be at least 1.") }
    if let process, process < 1 { throw ValidationError("'--process' is a process number.") }
  }

  func run() async throws {
    let patience = store.patience()
    let isAny = try await store.changing(with: patience) { connector in
      let batch = try await patience.record { try await take(connector) }
      if !batch.isEmpty, let reason = Terminal.tryToWrite(text(of: batch)) {
        // Nobody knows of them, and so nobody would ever mark them.
        let sweep = try await connector.sweep(named: name).id
        let marks = batch.map { CombinationMark($0.id, timesTaken: $0.timesTaken) }
        _ = try await patience.record {
          try await connector.markCombinations(marks, of: sweep, as: .remaining)
        }
        Terminal.printError("error: Cannot print what was taken: \(reason). It was given back.")
        throw ProgramExit.store
      }
      return !batch.isEmpty
    }
    guard !isAny else { return }
    if !quiet { Terminal.printError("Nothing remains of sweep '\(VisibleText(name))'.") }
    throw ProgramExit.failure
  }

  private func text(of batch: [TakenCombination]) -> String {
    output.json
      ? JSONValue.array(batch.map(\.json)).serialized(pretty: true) + "\n"
      : batch.map { "\($0.id)\t\($0.parameters.json.serialized())\n" }.joined()
  }

  private func take(_ connector: SQLiteConnector) async throws -> [TakenCombination] {
    let sweep = try await connector.sweep(named: name).id
    let lease = CombinationLease(
      bond: process.map { .process($0) } ?? .none,
      duration: lease?.duration ?? (process == nil ? .seconds(3_600) : nil), owner: owner)
    var isTold = false
    while true {
      let batch = try await connector.takeCombinations(of: sweep, count: count, lease: lease)
      if !batch.isEmpty { return batch }
      // Nothing remains, unless somebody died with what they had.
      if try await !connector.recover().returnedCombinations.isEmpty { continue }
      guard wait, try await connector.sweep(named: name).counts.inProgress > 0 else { return [] }
      if !isTold, !quiet { Terminal.printError("Waiting for what others have in progress…") }
      isTold = true
      try await Task.sleep(for: .seconds(1))
    }
  }
}

extension TakenCombination {
  fileprivate var json: JSONValue {
    [
      "id": .integer(id.rawValue), "parameters": parameters.json,
      "times_taken": .integer(Int64(timesTaken)),
    ]
  }
}
