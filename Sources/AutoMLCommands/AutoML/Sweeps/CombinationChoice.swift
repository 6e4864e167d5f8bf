import ArgumentParser
import AutoMLModel
import AutoMLSweep
import AutoMLTracking

/// Which combinations of a sweep a command is about.
struct CombinationChoice: ParsableArguments {
  @Argument(help: "The sweep's name.")
  var name: String

  @Argument(
    help: ArgumentHelp(
      "The ids that 'next' printed. ID.TIMES, with the 'times_taken' of 'next --json', is that hold "
        + "only: nothing changes when somebody else has the combination by now.",
      valueName: "id"))
  var ids: [HeldCombination] = []

  @Option(
    name: .customLong("combination"),
    help: ArgumentHelp(
      "A combination as JSON instead of its id, such as '{\"lr\":0.1}'.", valueName: "json"))
  var texts: [String] = []

  func validate() throws {
    guard !ids.isEmpty || !texts.isEmpty else {
      throw ValidationError("Say which combinations: their ids, or '--combination' with JSON.")
    }
    _ = try combinations()
  }

  /// The sweep, and what marks the combinations, each once.
  ///
  /// - Throws: `TrackingError` `.unknownSweep`; ``UserMistake`` for what the sweep does not know.
  func marks(in store: some SweepStore) async throws -> (SweepRecord, [CombinationMark]) {
    let sweep = try await store.sweep(named: name)
    let combinations = try combinations()
    let found = try await store.findCombinations(combinations.map(\.entry), of: sweep.id)
    var marks = ids.map(\.mark)
    for (combination, id) in zip(combinations, found) {
      guard let id else {
        throw UserMistake(
          "The sweep '\(VisibleText(name))' has no combination "
            + "\(VisibleText(combination.json.serialized())).")
      }
      marks.append(CombinationMark(id))
    }
    var seen: Set<CombinationMark> = []
    return (sweep, marks.filter { seen.insert($0).inserted })
  }

  private func combinations() throws -> [Combination] {
    try texts.map { text in
      guard let json = try? JSONValue(parsing: text), let combination = Combination(json) else {
        throw ValidationError(
          "--combination '\(VisibleText(text))': write a JSON object of numbers, texts and truth values."
        )
      }
      return combination
    }
  }
}

/// A combination's id, perhaps with the hold that is meant: `7` or `7.2`.
struct HeldCombination: ExpressibleByArgument {
  /// What marks it.
  let mark: CombinationMark

  /// Parses positive numbers.
  init?(argument: String) {
    let parts = argument.split(separator: ".", omittingEmptySubsequences: false)
    guard let id = Int64(parts[0]), id > 0, parts.count <= 2 else { return nil }
    guard parts.count == 2 else {
      mark = CombinationMark(CombinationID(rawValue: id))
      return
    }
    guard let times = Int(parts[1]), times > 0 else { return nil }
    mark = CombinationMark(CombinationID(rawValue: id), timesTaken: times)
  }
}
