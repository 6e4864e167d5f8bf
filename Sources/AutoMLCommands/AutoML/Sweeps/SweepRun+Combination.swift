import AutoMLModel
import AutoMLReporting
import AutoMLScheduling
import AutoMLTracking
import AutoMLWorkflow
import Foundation
import Synchronization

extension SweepRun {
  /// By which whatever a command left behind is found, as that of a job is.
  private static let markerVariable = "AUTOML_ATTEMPT_TOKEN"

  /// Takes a combination that remains; nil when there is none, or none is to be begun.
  func next() async throws -> TakenCombination? {
    while !tally.withLock({ $0.hasFailedForGood }) {
      guard let combination = try await take() else { return nil }
      // What failed is not tried again in this run, though its lease was over.
      let mark = combination.mark
      let isKept = tally.withLock { $0.kept[mark.id] != nil }
      if !isKept { return combination }
      tally.withLock { $0.kept[mark.id] = mark }
    }
    return nil
  }

  private func take() async throws -> TakenCombination? {
    if Task.isCancelled {
      tally.withLock { $0.isInterrupted = true }
      return nil
    }
    // In a task that nobody cancels: what was taken must not get lost.
    let taking = Task { [connector, sweep, plan] in
      let first = try await connector.takeCombinations(
        of: sweep.id, count: 1, lease: plan.lease)
      if let first = first.first { return TakenCombination?.some(first) }
      // Nothing remains, unless somebody died with what they had.
      guard try await !connector.recover().returnedCombinations.isEmpty else { return nil }
      return try await connector.takeCombinations(of: sweep.id, count: 1, lease: plan.lease).first
    }
    return try await taking.value
  }

  /// Runs the command for a combination and marks what became of it.
  ///
  /// - Throws: `TrackingError`; ``UserMistake`` when the command cannot be started.
  func run(_ combination: TakenCombination, _ session: SessionRecord) async throws {
    let began = ContinuousClock.now
    let printed = CommandOutput(output, prefix: plan.parallel > 1 ? "[\(combination.id)] " : nil)
    let end: ProcessEnd
    do {
      end = try await runner.run(command(for: combination, session)) { kind, bytes in
        await printed.take(kind, bytes)
      }
    } catch {
      try await mark(combination, as: .remaining)
      guard let error = error as? ProcessLaunchError else { throw error }
      throw UserMistake("\(error)")
    }
    await printed.finish()
    try await settle(combination, end, took: ContinuousClock.now - began)
  }

  private func settle(
    _ combination: TakenCombination, _ end: ProcessEnd, took: Duration
  ) async throws {
    let failure: String
    switch end {
    case .exited(0):
      try await mark(combination, as: .done)
      tally.withLock { $0.done += 1 }
      return await note(combination, "done in \(DurationText(took))")
    case .cancelled:
      try await mark(combination, as: .remaining)
      tally.withLock { $0.isInterrupted = true }
      return await note(combination, "given back")
    case .exited(let code): failure = "exit code \(code)"
    case .signalled(let signal): failure = "signal \(signal)"
    case .timedOut, .limited: failure = "a limit"
    }
    // A second signal of the user's kills the commands, whose ends are then no failures.
    if Task.isCancelled {
      try await mark(combination, as: .remaining)
      tally.withLock { $0.isInterrupted = true }
      return await note(combination, "given back")
    }
    let outcome: String
    switch plan.policy {
    case .skip:
      try await mark(combination, as: .skipped(persistently: false))
      outcome = "skipped"
    case .cancel:
      tally.withLock { $0.kept[combination.id] = combination.mark }
      outcome = "to be given back"
    case .stop:
      tally.withLock { $0.hasFailedForGood = true }
      try await mark(combination, as: .remaining)
      outcome = "given back"
    }
    tally.withLock { $0.failed += 1 }
    await note(combination, "failed with \(failure) after \(DurationText(took)); \(outcome)")
  }

  private func mark(
    _ combination: TakenCombination, as marking: CombinationMarking
  ) async throws {
    let marking = Task { [connector, sweep] in
      _ = try await connector.markCombinations([combination.mark], of: sweep.id, as: marking)
    }
    try await marking.value
  }

  private func note(_ combination: TakenCombination, _ text: String) async {
    if plan.isQuiet { return }
    let parameters = VisibleText(combination.parameters.json.serialized())
    await output.writeLine("Combination \(combination.id) \(parameters): \(text)", .error)
  }

  private func command(
    for combination: TakenCombination, _ session: SessionRecord
  ) -> ProcessCommand {
    let words = template.arguments(for: combination.parameters)
    let mark = ProcessMarker(variable: SessionEnvironment.tokenVariable, value: session.token)
    var environment = mark.added(to: ProcessInfo.processInfo.environment)
    environment["AUTOML_SWEEP"] = sweep.name
    environment["AUTOML_COMBINATION_ID"] = combination.id.description
    environment["AUTOML_PARAMETERS"] = combination.parameters.json.serialized()
    return ProcessCommand(
      executable: words[0], arguments: Array(words.dropFirst()), environment: environment,
      workingDirectory: FileManager.default.currentDirectoryPath,
      gracePeriod: plan.gracePeriod,
      marker: ProcessMarker(
        variable: Self.markerVariable,
        value: "\(session.token).sweep.\(combination.id).\(combination.timesTaken)"))
  }
}

extension TakenCombination {
  /// What marks this hold.
  fileprivate var mark: CombinationMark { CombinationMark(id, timesTaken: timesTaken) }
}
