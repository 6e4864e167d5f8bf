import AutoMLModel
import AutoMLTracking
import Logging
import Synchronization

extension Engine {
  /// How many recorded jobs are read at a time.
  private static let pageSize = 500

  /// Brings the controller to where it was when the experiment was interrupted.
  ///
  /// It is asked for its first recommendations and told of every recorded outcome, in the order
  /// in which they were recorded. What it recommends meanwhile is numbered as it was then, so that
  /// each recommendation meets its job.
  ///
  /// - Returns: What is left to be run, in order.
  func replay(_ experiment: ExperimentID, _ context: Context) async throws -> [QueuedJob] {
    var replay = Replay(open: try await connector.openJobs(of: experiment))
    try await forEachOutcome(of: experiment) { page in
      for outcome in page { replay.add(ended: outcome.job) }
    }
    var waiting: [QueuedJob] = []
    var number = 0
    func take(_ recommendations: [Recommendation]) throws {
      for recommendation in recommendations {
        switch replay.meet(recommendation, number: number) {
        case .new: waiting.append(QueuedJob(recommendation: recommendation, number: number))
        case .open(let job): waiting.append(try queued(job, context))
        case .ended: break
        }
        number += 1
      }
    }
    try take(try controller.initialRecommendations(context: context))
    try await forEachOutcome(of: experiment) { page in
      try await restoreCurves(of: page)
      for recorded in page {
        state.withLock { $0.restore(recorded.job.status, score: recorded.job.score) }
        guard let outcome = try Outcome(recorded: recorded) else { continue }
        try take(try controller.refineRecommendations(after: outcome, context: context))
      }
    }
    if let highest = replay.highestNumber { number = max(number, highest + 1) }
    for job in replay.takeRest() { waiting.append(try queued(job, context)) }
    if let difference = replay.firstDifference {
      options.logger.warning(
        """
        the controller does not recommend what it did before, job number \(difference) being the \
        first; what has been recorded stays
        """, metadata: ["experiment": "\(experiment)"])
    }
    state.withLock { $0.continueNumbering(at: number) }
    return waiting
  }

  /// Reads the recorded outcomes in order, page by page.
  private func forEachOutcome(
    of experiment: ExperimentID, _ body: ([JobOutcome]) async throws -> Void
  ) async throws {
    var last: Int?
    while true {
      let page = try await connector.outcomes(of: experiment, after: last, limit: Self.pageSize)
      try await body(page)
      guard page.count == Self.pageSize else { return }
      last = page.last?.job.outcomeNumber
    }
  }

  /// The recommendation of a job that waits for another attempt, with its past failures.
  private func queued(_ open: OpenJob, _ context: Context) throws -> QueuedJob {
    guard let space = context[.searchSpace] else { preconditionFailure("no search space") }
    return QueuedJob(
      recommendation: try Recommendation(recorded: open.job, in: space), number: open.job.number,
      id: open.job.id, lifeCycle: JobLifeCycle(failures: open.failedAttempts),
      failedResources: open.failedResources)
  }

  /// Has the rule of early stopping know what ended jobs had reported.
  private func restoreCurves(of page: [JobOutcome]) async throws {
    guard let earlyStopping else { return }
    let ids = page.map(\.job.id)
    let curves = try await connector.intermediateResults(jobs: ids, attempts: .last)
    for outcome in page {
      earlyStopping.restore(
        outcome.job.id, status: outcome.job.status,
        values: curves[outcome.job.id, default: []].map(\.score))
    }
  }
}
