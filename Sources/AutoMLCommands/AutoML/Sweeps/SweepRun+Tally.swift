import AutoMLModel
import AutoMLReporting
import AutoMLScheduling
import AutoMLTracking
import Synchronization

extension SweepRun {
  /// What has happened so far.
  struct Tally {
    /// How many commands have ended well.
    var done = 0
    /// How many commands have failed.
    var failed = 0
    /// For how many of the latter this run has changed nothing, because others were quicker.
    var overtaken = 0
    /// How many commands have ended well, and nobody will know.
    var unrecorded = 0
    /// Those that are given back when the run is over.
    var kept: [CombinationID: CombinationMark] = [:]
    /// Whether nothing is to be begun any more.
    var beginsNoMore = false
    /// The first error that has ended the run.
    var problem: (any Error)?
    /// Whether a command was interrupted, or one that remained was not begun.
    var isInterrupted = false

    mutating func end(because error: any Error) {
      problem = problem ?? error
      beginsNoMore = true
    }
  }

  /// Tells what was done, and how far the sweep is as far as the store knows.
  func summarize(took: Duration) async {
    var counts: SweepCounts?
    do {
      counts = try await connector.sweep(named: sweep.name).counts
    } catch {
      end(because: error)
    }
    if plan.isQuiet { return }
    let tally = tally.withLock { $0 }
    let ran = tally.done + tally.failed + tally.unrecorded
    var text = "Sweep \(VisibleText(sweep.name)): ran \(ran) in \(DurationText(took)): "
    text += "\(tally.done) done, \(tally.failed) failed"
    if tally.overtaken > 0 { text += " (\(tally.overtaken) left as others have marked it)" }
    if tally.unrecorded > 0 { text += ", \(tally.unrecorded) not recorded" }
    if let counts {
      text += "; of all \(counts.total), \(counts.done) done, \(counts.remaining) remaining, "
      text += "\(counts.skipped) skipped"
      // What could not be marked is still this run's.
      let place = tally.problem == nil ? " elsewhere" : ""
      if counts.inProgress > 0 { text += ", \(counts.inProgress) in progress\(place)" }
    }
    await output.writeLine(text, .error)
  }
}
