public import AutoMLModel

/// Which attempts' numbers to read.
public enum AttemptSelection: Hashable, Sendable {
  /// Those of the last attempt.
  case last
  /// Those of every attempt, in order.
  case all
}

/// A number that a job reports while it runs.
public struct IntermediateReport: Hashable, Sendable {
  /// The job; it must be RUNNING.
  public var job: JobID
  /// The number with its labelled companions.
  public var score: Score

  /// Pairs a job with its number.
  public init(job: JobID, score: Score) {
    self.job = job
    self.score = score
  }
}

/// A recorded intermediate result.
public struct IntermediateResultRecord: Hashable, Sendable, Identifiable {
  /// The result's number in the store.
  public let id: IntermediateResultID
  /// The job that reported it.
  public let job: JobID
  /// The attempt that reported it.
  public let attempt: AttemptID
  /// Its number within the attempt, from 0.
  public let number: Int
  /// The value.
  public let score: Double
  /// When it was recorded.
  public let time: Timestamp

  /// Describes a recorded intermediate result.
  public init(
    id: IntermediateResultID, job: JobID, attempt: AttemptID, number: Int, score: Double,
    time: Timestamp
  ) {
    self.id = id
    self.job = job
    self.attempt = attempt
    self.number = number
    self.score = score
    self.time = time
  }
}

/// A recorded labelled number of a set.
public struct MultipleResultRecord: Hashable, Sendable, Identifiable {
  /// The number's row in the store.
  public let id: MultipleResultID
  /// The job that reported it.
  public let job: JobID
  /// The attempt that reported it.
  public let attempt: AttemptID
  /// The intermediate result that it came with, or nil.
  public let intermediateResult: IntermediateResultID?
  /// Which of the job's sets it belongs to, from 0.
  public let set: Int
  /// The metric's name.
  public let label: String
  /// Its place in the set, from 0.
  public let order: Int
  /// The value.
  public let value: Double
  /// When it was recorded.
  public let time: Timestamp
  /// Whether it belongs to the job's last set.
  public let isLastResult: Bool

  /// Describes a recorded labelled number.
  public init(
    id: MultipleResultID, job: JobID, attempt: AttemptID,
    intermediateResult: IntermediateResultID?, set: Int, label: String, order: Int, value: Double,
    time: Timestamp, isLastResult: Bool
  ) {
    self.id = id
    self.job = job
    self.attempt = attempt
    self.intermediateResult = intermediateResult
    self.set = set
    self.label = label
    self.order = order
    self.value = value
    self.time = time
    self.isLastResult = isLastResult
  }
}

/// The record of the numbers that jobs report.
public protocol ResultStore: Sendable {
  /// Keeps numbers of any number of jobs, with their labelled companions, in one transaction.
  ///
  /// Results are numbered from 0 within the running attempt of their job.
  ///
  /// - Returns: The ids in order.
  /// - Throws: ``TrackingError`` `.unknownJob`; `.jobNotRunning`; `.labelMismatch` when a label
  ///   stands twice in a score. A number that is not finite cannot be expressed; see ``Score``.
  func saveIntermediateResults(
    _ reports: [IntermediateReport]
  ) async throws -> [IntermediateResultID]

  /// The results of jobs, in order of job, attempt and number
  /// (`get_intermediate_results_job`, `get_intermediate_results_jobs`).
  ///
  /// - Parameter jobs: Any number of ids; jobs without results are absent from the answer.
  /// - Throws: ``TrackingError`` `.unknownJob`.
  func intermediateResults(
    jobs: [JobID], attempts: AttemptSelection
  ) async throws -> [JobID: [IntermediateResultRecord]]

  /// The results of an experiment's jobs that are in a status
  /// (`get_intermediate_results_experiment`).
  ///
  /// - Parameter status: Nil means any status. Jobs without results are absent from the answer.
  /// - Throws: ``TrackingError`` `.unknownExperiment`.
  func intermediateResults(
    experiment: ExperimentID, status: JobStatus?, attempts: AttemptSelection
  ) async throws -> [JobID: [IntermediateResultRecord]]

  /// Keeps a set of labelled numbers of a RUNNING job (`save_multiple_results`).
  ///
  /// - Parameter intermediateResult: The result that the set came with, or nil.
  /// - Throws: ``TrackingError`` `.unknownJob`; `.jobNotRunning`; `.unknownIntermediateResult`;
  ///   `.labelMismatch` when labels and scores differ in number or a label stands twice;
  ///   `.nonFiniteScore`.
  func saveMultipleResults(
    labels: [String], scores: [Double], job: JobID, intermediateResult: IntermediateResultID?
  ) async throws -> [MultipleResultID]

  /// Makes the newest set of a job its last results; no other set is any more
  /// (`set_last_multiple_results`).
  ///
  /// - Returns: False when the job has no set.
  /// - Throws: ``TrackingError`` `.unknownJob`.
  func setLastMultipleResults(for job: JobID) async throws -> Bool

  /// The labelled numbers of a job, in order of set and place.
  ///
  /// - Throws: ``TrackingError`` `.unknownJob`.
  func multipleResults(job: JobID) async throws -> [MultipleResultRecord]
}

extension ResultStore {
  /// Keeps a number that a job reports while it runs (`save_intermediate_result`).
  ///
  /// - Throws: ``TrackingError`` `.nonFiniteScore` for NaN and infinities, and as
  ///   ``saveIntermediateResults(_:)``.
  public func saveIntermediateResult(
    _ score: Double, for job: JobID
  ) async throws -> IntermediateResultID {
    let checked: Score
    do {
      checked = try Score(score)
    } catch {
      throw TrackingError(.nonFiniteScore, "Cannot record a result: \(error).")
    }
    return try await saveIntermediateResult(checked, for: job)
  }

  /// Keeps a number and its labelled companions.
  ///
  /// - Throws: as ``saveIntermediateResults(_:)``.
  public func saveIntermediateResult(
    _ score: Score, for job: JobID
  ) async throws -> IntermediateResultID {
    let ids = try await saveIntermediateResults([IntermediateReport(job: job, score: score)])
    return ids[0]
  }

  /// The results of a job's last attempt, in order.
  ///
  /// - Throws: ``TrackingError`` `.unknownJob`.
  public func intermediateResults(
    job: JobID, attempts: AttemptSelection = .last
  ) async throws -> [IntermediateResultRecord] {
    try await intermediateResults(jobs: [job], attempts: attempts)[job] ?? []
  }
}
