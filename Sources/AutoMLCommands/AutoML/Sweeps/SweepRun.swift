import AutoMLModel
import AutoMLScheduling
import AutoMLTracking
import AutoMLWorkflow
import Synchronization
import UnixSignals

/// Runs a command for each combination of a sweep that remains, several at once.
///
/// The combinations are bound to this process: when it dies, whoever looks next ends its commands
/// and has their combinations remain. Whatever else ends the run before its time, the commands that
/// are running end by themselves and are marked; only a signal ends them.
final class SweepRun: Sendable {
  /// How the commands are run.
  struct Plan {
    let parallel: Int
    let policy: SweepFailurePolicy
    let lease: CombinationLease
    let gracePeriod: Duration
    let isQuiet: Bool
  }

  let sweep: SweepRecord
  let connector: any Connector
  let template: CommandTemplate
  let check: SweepCommandCheck
  let plan: Plan
  let patience: StorePatience
  let runner = ProcessRunner()
  let output = PassedOutput()
  let tally = Mutex(Tally())

  init(
    sweep: SweepRecord, connector: any Connector, template: CommandTemplate,
    check: SweepCommandCheck, plan: Plan, patience: StorePatience
  ) {
    self.sweep = sweep
    self.connector = connector
    self.template = template
    self.check = check
    self.plan = plan
    self.patience = patience
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
  ///
  /// - Throws: What ended it, when that was neither: `TrackingError`, ``UserMistake``.
  func execute() async throws -> End {
    let session = try await patience.record { try await connector.session() }
    _ = try await patience.record { try await connector.beginRun(ofSweep: sweep.id) }
    let began = ContinuousClock.now
    // A signal that ended this process by itself would leave its commands behind.
    let watch = await SignalWatch()
    let work = Task {
      await self.work(session)
      await self.giveBackWhatWasKept()
    }
    await withTaskGroup(of: Void.self) { group in
      group.addTask { await watch.run { self.stop($0, work) } }
      group.addTask { await self.giveSignsOfLife() }
      defer { group.cancelAll() }
      await work.value
    }
    // Only this tells whether what was recorded is still to be found.
    await giveSignOfLife()
    await summarize(took: ContinuousClock.now - began)
    let tally = tally.withLock { $0 }
    if let problem = tally.problem { throw problem }
    return End(
      signal: tally.isInterrupted ? watch.first : nil, hasFailures: tally.failed > 0)
  }

  /// Begins no more commands, because of an error that does not pass by itself.
  func end(because error: any Error) {
    let error = (error as? TrackingError)?.naming(sweep.name) ?? error
    tally.withLock { $0.end(because: error) }
  }

  /// Others in another process namespace cannot see whether this process lives.
  private func giveSignsOfLife() async {
    while (try? await Task.sleep(for: .seconds(15))) != nil { await giveSignOfLife() }
  }

  private func giveSignOfLife() async {
    do {
      try await connector.heartbeat()
    } catch let error as TrackingError where error.code == .busy {
      // There will be another one.
    } catch {
      end(because: error)
    }
  }

  private func stop(_ urgency: StopUrgency, _ work: Task<Void, Never>) -> String {
    work.cancel()
    output.hurry()
    switch urgency {
    case .graceful:
      return "Stopping: running commands are asked to end. Once more to kill them at once."
    case .immediate:
      patience.end()
      runner.killAll()
      return "Killing what is still running."
    }
  }

  /// One worker for each command that may run at once.
  private func work(_ session: SessionRecord) async {
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<plan.parallel {
        group.addTask {
          while let combination = await self.next() { await self.run(combination, session) }
        }
      }
    }
  }
}
