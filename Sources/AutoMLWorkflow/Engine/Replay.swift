import AutoMLModel
import AutoMLTracking

/// What was recorded of an experiment's jobs before it is resumed: a pure value that tells what
/// is left to do of what the controller recommends once more.
struct Replay {
  /// What is to become of a recommendation.
  enum Meeting {
    /// It was never begun.
    case new
    /// It has been begun, and its job waits for another attempt.
    case open(OpenJob)
    /// It has ended.
    case ended
  }

  private var ended: [Int: Int] = [:]
  private var open: [Int: OpenJob]
  /// The number of the first job for which the controller recommended something else this time.
  private(set) var firstDifference: Int?

  init(open jobs: [OpenJob]) {
    open = Dictionary(jobs.map { ($0.job.number, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// Remembers a job that has ended; a few bytes each, until its recommendation comes.
  mutating func add(ended job: JobRecord) {
    ended[job.number] = Self.content(job.recommendation, job.parameters)
  }

  /// Compares a recommendation with what was recorded under its number.
  mutating func meet(_ recommendation: Recommendation, number: Int) -> Meeting {
    let content = Self.content(recommendation.id, recommendation.result.parameters)
    if let recorded = ended.removeValue(forKey: number) {
      if recorded != content { firstDifference = firstDifference ?? number }
      return .ended
    }
    if let job = open.removeValue(forKey: number) {
      if Self.content(job.job.recommendation, job.job.parameters) != content {
        firstDifference = firstDifference ?? number
      }
      return .open(job)
    }
    return .new
  }

  /// The jobs that wait for another attempt and were not recommended this time, by number.
  mutating func takeRest() -> [OpenJob] {
    defer { open = [:] }
    return open.values.sorted { $0.job.number < $1.job.number }
  }

  /// The highest number that was recorded and not recommended this time.
  var highestNumber: Int? { (Array(ended.keys) + open.keys).max() }

  private static func content(_ id: RecommendationID?, _ parameters: ParameterSet) -> Int {
    var hasher = Hasher()
    hasher.combine(id)
    hasher.combine(parameters)
    return hasher.finalize()
  }
}

extension Recommendation {
  /// The recommendation that a recorded job executes.
  ///
  /// - Throws: `SearchResultError` when its parameters are not of the space.
  init(recorded job: JobRecord, in space: SearchSpace) throws {
    self.init(
      id: job.recommendation ?? RecommendationID(job.number),
      result: try SearchResult(space: space, parameters: job.parameters))
  }
}

extension Outcome {
  /// The outcome of a job that ended before the experiment was resumed; nil for one that was
  /// cancelled, of which the controller never heard.
  init?(recorded outcome: JobOutcome) throws {
    let job = outcome.job
    guard job.status != .cancelled else { return nil }
    self.init(
      recommendationID: job.recommendation ?? RecommendationID(job.number),
      status: job.score == nil ? .error : .ok,
      score: try job.score.map { try Score($0, labelled: outcome.labelled) },
      wasEarlyStopped: job.status == .earlyStopped)
  }
}
