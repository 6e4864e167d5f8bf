import AutoMLModel
import AutoMLReporting
import AutoMLScheduling
import AutoMLTracking
import AutoMLWorkflow
import Synchronization
import UnixSignals

/// Runs a command for each combination of a sweep that remains, several at once.
///
/// The combinations are bound to this process: when it dies, whoever looks next ends its commands
/// and has their combinations remain.
final class SweepRun: Sendable {
  /// How the commands are run.
  struct Plan {
    let parallel: Int
    let policy: SweepFailurePolicy
    let lease: CombinationLease
    let gracePeriod: Duration
    let isQuiet: Bool
  }

  /// What has happened so far.
  struct Tally {
    var done = 0
    var failed = 0
    /// Those that are given back when the run is over.
    var kept: [CombinationID: CombinationMark] = [:]
    /// Whether nothing is to be begun any more because a command failed.
    var hasFailedForGood = false
    /// Whether a command was interrupted, or one that remained was not begun.
    var isInterrupted = false
  }

  let sweep: SweepRecord
  let connector: any Connector
  let template: CommandTemplate
  let plan: Plan
  let runner = ProcessRunner()
  let output = PassedOutput()
  let tally = Mutex(Tally())

  init(sweep: SweepRecord, connector: any Connector, template: CommandTemplate, plan: Plan) {
    self.sweep = sweep
    self.connector = connector
    self.template = template
    self.plan = plan
  }

  /// How a run ended.
  struct End: Sendable {
    let signal: UnixSignal?
    let hasFailures: Bool

    /// Gives the exit code.
    ///
    /// - Throws: `ExitCode` for anything but success.
    func conclude() throws {
      if signal == .sigint { throw ProgramExit.interrupted }
      if signal != nil { throw ProgramExit.terminated }
      if hasFailures { throw ProgramExit.failure }
    }
  }

  /// Works until nothing remains, a failure or a signal ends it, and tells what was done.
  func execute() async throws -> End {
    let session = try await connector.session()
    _ = try await connector.beginRun(ofSweep: sweep.id)
    let began = ContinuousClock.now
    // A signal that ended this process by itself would leave its commands behind.
    let watch = await SignalWatch()
    let work = Task { try await self.work(session) }
    let result = await withTaskGroup(of: Void.self) { group in
      group.addTask { await watch.run { self.stop($0, work) } }
      group.addTask { await self.giveSignsOfLife() }
      defer { group.cancelAll() }
      return await work.result
    }
    try await giveBackWhatWasKept()
    try result.get()
    let tally = tally.withLock { $0 }
    if !plan.isQuiet { try await summarize(tally, took: ContinuousClock.now - began) }
    return End(
      signal: tally.isInterrupted ? watch.first : nil, hasFailures: tally.failed > 0)
  }

  /// Others in another process namespace cannot see whether this process lives.
  private func giveSignsOfLife() async {
    while (try? await Task.sleep(for: .seconds(15))) != nil { try? await connector.heartbeat() }
  }

  private func stop(_ urgency: StopUrgency, _ work: Task<Void, any Error>) -> String {
    work.cancel()
    output.hurry()
    switch urgency {
    case .graceful:
      return "Stopping: running commands are asked to end. Once more to kill them at once."
    case .immediate:
      runner.killAll()
      return "Killing what is still running."
    }
  }

  /// One worker for each command that may run at once.
  private func work(_ session: SessionRecord) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<plan.parallel {
        group.addTask {
          while let combination = try await self.next() {
            try await self.run(combination, session)
          }
        }
      }
      // The first error cancels the others, which then give back what they have.
      while try await group.next() != nil {}
    }
  }

  private func giveBackWhatWasKept() async throws {
    let kept = tally.withLock { Array($0.kept.values) }
    if kept.isEmpty { return }
    _ = try await connector.markCombinations(kept, of: sweep.id, as: .remaining)
  }

  private func summarize(_ tally: Tally, took: Duration) async throws {
    let counts = try await connector.sweep(named: sweep.name).counts
    let elsewhere = counts.inProgress > 0 ? ", \(counts.inProgress) in progress elsewhere" : ""
    await output.writeLine(
      "Sweep \(VisibleText(sweep.name)): ran \(tally.done + tally.failed) in "
        + "\(DurationText(took)): \(tally.done) done, \(tally.failed) failed; of all "
        + "\(counts.total), \(counts.done) done, \(counts.remaining) remaining, "
        + "\(counts.skipped) skipped\(elsewhere)", .error)
  }
}
