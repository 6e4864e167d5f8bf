import AutoMLModel
import AutoMLScheduling
import AutoMLTracking
import AutoMLWorkflow
import Foundation
import Synchronization

extension SweepRun {
  /// By which whatever a command left behind is found, as that of a job is.
  private static let markerVariable = "AUTOML_ATTEMPT_TOKEN"

  private var beginsNoMore: Bool { tally.withLock { $0.beginsNoMore } }

  /// Takes a combination that remains; nil when there is none, or none is to be begun.
  func next() async -> TakenCombination? {
    while !beginsNoMore {
      do {
        guard let combination = try await take() else { return nil }
        // What failed is not tried again in this run, though its lease was over.
        let mark = combination.mark
        let isKept = tally.withLock { $0.kept[mark.id] != nil }
        if !isKept { return combination }
        tally.withLock { $0.kept[mark.id] = mark }
      } catch {
        end(because: error)
      }
    }
    return nil
  }

  private func take() async throws -> TakenCombination? {
    if Task.isCancelled {
      tally.withLock { $0.isInterrupted = true }
      return nil
    }
    do {
      return try await patience.record(unless: { Task.isCancelled || beginsNoMore }) {
        // In a task that nobody cancels: what was taken must not get lost.
        try await Task { try await self.takeNow() }.value
      }
    } catch let error as TrackingError where error.code == .busy {
      // Nobody wants it any more.
      if Task.isCancelled { tally.withLock { $0.isInterrupted = true } }
      return nil
    }
  }

  private func takeNow() async throws -> TakenCombination? {
    let first = try await connector.takeCombinations(of: sweep.id, count: 1, lease: plan.lease)
    if let first = first.first { return first }
    // Nothing remains, unless somebody died with what they had.
    guard try await !connector.recover().returnedCombinations.isEmpty else { return nil }
    return try await connector.takeCombinations(of: sweep.id, count: 1, lease: plan.lease).first
  }

  /// Runs the command for a combination and marks what became of it.
  func run(_ combination: TakenCombination, _ session: SessionRecord) async {
    let began = ContinuousClock.now
    let printed = CommandOutput(output, prefix: plan.parallel > 1 ? "[\(combination.id)] " : nil)
    let end: ProcessEnd
    do {
      try await patience.record {
        try await check.run(on: combination, of: sweep, in: connector)
      }
      // While this one waited another one may have ended the run.
      if beginsNoMore { return await giveBack(combination, isInterrupted: false) }
      end = try await runner.run(command(for: combination, session)) { kind, bytes in
        await printed.take(kind, bytes)
      }
    } catch {
      // First, so that nobody begins another one meanwhile.
      self.end(because: (error as? ProcessLaunchError).map { UserMistake("\($0)") } ?? error)
      return await giveBack(combination, isInterrupted: false)
    }
    await printed.finish()
    await settle(combination, end, took: ContinuousClock.now - began)
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
