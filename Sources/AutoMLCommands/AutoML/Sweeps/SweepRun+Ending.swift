import AutoMLModel
import AutoMLReporting
import AutoMLScheduling
import AutoMLTracking
import AutoMLWorkflow
import Synchronization

extension SweepRun {
  /// What became of a mark.
  private enum Marked {
    case changed
    /// Somebody else has marked the combination meanwhile, or has it.
    case overtaken
    case failed

    /// What to say of it, when a change is said in a word.
    func text(_ word: String) -> String {
      switch self {
      case .changed: word
      case .overtaken: "left as others have marked it"
      case .failed: "not recorded"
      }
    }
  }

  /// Marks what became of a combination's command, and tells of it.
  func settle(_ combination: TakenCombination, _ end: ProcessEnd, took: Duration) async {
    let failure: String
    switch end {
    case .exited(0): return await settleSuccess(combination, took: took)
    case .cancelled: return await giveBack(combination, isInterrupted: true)
    case .exited(let code): failure = "exit code \(code)"
    case .signalled(let signal): failure = "signal \(signal)"
    case .timedOut, .limited: failure = "a limit"
    }
    // A second signal of the user's kills the commands, whose ends are then no failures.
    if Task.isCancelled { return await giveBack(combination, isInterrupted: true) }
    await settleFailure(combination, "failed with \(failure) after \(DurationText(took))")
  }

  private func settleSuccess(_ combination: TakenCombination, took: Duration) async {
    let marked = await mark(combination.mark, as: .done)
    let time = DurationText(took)
    tally.withLock { tally in
      if marked == .failed { tally.unrecorded += 1 } else { tally.done += 1 }
    }
    switch marked {
    case .changed: await note(combination, "done in \(time)")
    case .overtaken: await note(combination, "done in \(time); had been marked as done before")
    case .failed: await note(combination, "ended with exit code 0 after \(time); not recorded")
    }
  }

  private func settleFailure(_ combination: TakenCombination, _ failure: String) async {
    let outcome: String
    switch plan.policy {
    case .skip:
      outcome = await settle(combination, as: .skipped(persistently: false), "skipped")
    case .cancel:
      tally.withLock { $0.kept[combination.id] = combination.mark }
      outcome = "to be given back"
    case .stop:
      tally.withLock { $0.beginsNoMore = true }
      outcome = await settle(combination, as: .remaining, "given back")
    }
    tally.withLock { $0.failed += 1 }
    await note(combination, "\(failure); \(outcome)")
  }

  private func settle(
    _ combination: TakenCombination, as marking: CombinationMarking, _ word: String
  ) async -> String {
    let marked = await mark(combination.mark, as: marking)
    if marked == .overtaken { tally.withLock { $0.overtaken += 1 } }
    return marked.text(word)
  }

  /// Has a combination remain whose command was not run to its end.
  func giveBack(_ combination: TakenCombination, isInterrupted: Bool) async {
    let marked = await mark(combination.mark, as: .remaining)
    if isInterrupted { tally.withLock { $0.isInterrupted = true } }
    await note(combination, marked.text("given back"))
  }

  /// Has those remain whose commands failed, when that is what is to become of them.
  func giveBackWhatWasKept() async {
    for kept in tally.withLock({ $0.kept.values.sorted { $0.id < $1.id } }) {
      if await mark(kept, as: .remaining) == .overtaken {
        tally.withLock { $0.overtaken += 1 }
      }
    }
  }

  private func mark(_ mark: CombinationMark, as marking: CombinationMarking) async -> Marked {
    do {
      let count = try await patience.record {
        // In a task that nobody cancels: what was done must not get lost.
        try await Task { [connector, sweep] in
          try await connector.markCombinations([mark], of: sweep.id, as: marking)
        }.value
      }
      return count > 0 ? .changed : .overtaken
    } catch {
      self.end(because: error)
      return .failed
    }
  }

  private func note(_ combination: TakenCombination, _ text: String) async {
    if plan.isQuiet { return }
    let parameters = VisibleText(combination.parameters.json.serialized())
    await output.writeLine("Combination \(combination.id) \(parameters): \(text)", .error)
  }
}

extension TakenCombination {
  /// What marks this hold.
  var mark: CombinationMark { CombinationMark(id, timesTaken: timesTaken) }
}
