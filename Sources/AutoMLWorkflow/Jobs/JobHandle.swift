public import AutoMLModel
import AutoMLScheduling
public import AutoMLTracking

/// The recorded attempt behind a job's execution, for executors that report on the way.
public struct JobHandle: Sendable {
  /// The experiment.
  public let experiment: ExperimentID
  /// The job.
  public let job: JobID
  /// The job's number within the experiment, from 0.
  public let number: Int
  /// The attempt.
  public let attempt: AttemptID
  /// The attempt's number within the job, from 0.
  public let attemptNumber: Int
  /// The resources that the attempt holds, by id.
  public let resources: [ResourceRecord]
  /// What the attempt's processes carry in their environment; see `SessionEnvironment`.
  public let sessionToken: String
  let connector: any Connector
  let patience: StorePatience
  let earlyStopping: EarlyStopping?
  let processes: ProcessNotes
  let process = ProcessNote()

  /// Records numbers that the job reports while it runs; nothing happens for an empty list.
  ///
  /// A store that is busy is waited for.
  ///
  /// - Throws: ``EarlyStop`` when the numbers, which have been recorded, are too bad for the job to
  ///   go on: let it pass through ``Executor/execute(_:context:)``, and the job ends as
  ///   EARLY_STOPPED with the best value that it reached. `TrackingError`.
  public func reportIntermediate(_ scores: [Score]) async throws {
    guard !scores.isEmpty else { return }
    let reports = scores.map { IntermediateReport(job: job, score: $0) }
    _ = try await patience.record { try await connector.saveIntermediateResults(reports) }
    try earlyStopping?.reported(scores, by: job)
  }

  /// Has it recorded where the attempt runs, unless it ends soon.
  func processBegan(group: Int, logPath: String) {
    process.began(logPath: logPath) { [self] in
      try await recordProcess(group: group, logPath: logPath)
    }
    processes.add(process)
  }

  /// Records where the attempt runs, so that a crash of the engine leaves nothing behind.
  ///
  /// - Throws: `TrackingError`.
  public func recordProcess(group: Int, logPath: String?) async throws {
    let group = ProcessGroup(id: group, startTime: ProcessTable.startTime(of: group))
    try await patience.record {
      try await connector.recordProcess(group, logPath: logPath, for: attempt)
    }
  }
}
