import AutoMLModel
import AutoMLTracking

/// Records made in memory, with what a test does not care about filled in.
enum Records {
  static let start = Timestamp(microseconds: 1_770_000_000_000_000)

  static func experiment(
    status: ExperimentStatus = .finished, goal: OptimizationGoal = .maximize,
    error: String? = nil, parameters: [String] = ["lr", "hidden"]
  ) -> ExperimentRecord {
    ExperimentRecord(
      id: 1, user: "ada", name: "digits", status: status, goal: goal, labels: ["loss"],
      configuration: [:], searchSpace: .object(parameters.map { .init($0, [:]) }), seed: 7,
      created: start, started: start,
      ended: status.isActive ? nil : start.advanced(by: .seconds(62)), endReason: nil,
      errorMessage: error,
      session: 1)
  }

  static func job(
    _ id: JobID, score: Double?, status: JobStatus = .finished,
    parameters: ParameterSet = ["lr": 0.01, "hidden": 64]
  ) -> JobRecord {
    JobRecord(
      id: id, experiment: 1, number: Int(id.rawValue) - 1,
      recommendation: RecommendationID(Int(id.rawValue)), parameters: parameters, status: status,
      score: score, started: start,
      ended: status.isFinal ? start.advanced(by: .milliseconds(3_200)) : nil,
      outcomeNumber: status.isFinal ? Int(id.rawValue) - 1 : nil, attempts: 1)
  }

  static func attempt(
    _ status: AttemptStatus = .succeeded, ending: AttemptEnding = .init(exitCode: 0)
  ) -> AttemptRecord {
    AttemptRecord(
      id: 1, job: 3, number: 0, status: status, session: 1, started: start,
      ended: start.advanced(by: .seconds(3)), ending: ending,
      processGroup: ProcessGroup(id: 4_242, startTime: 1), logPath: "results/1/3.0.log",
      resources: [1])
  }

  static func curve(_ scores: [Double]) -> [IntermediateResultRecord] {
    scores.enumerated().map { index, score in
      IntermediateResultRecord(
        id: .init(rawValue: Int64(index) + 1), job: 3, attempt: 1, number: index, score: score,
        time: start.advanced(by: .seconds(index)))
    }
  }

  static func tally(_ jobs: [JobStatus: Int]) -> ExperimentTally {
    ExperimentTally(
      jobs: jobs, attempts: jobs.values.reduce(0, +), attemptTime: .milliseconds(118_400))
  }
}
