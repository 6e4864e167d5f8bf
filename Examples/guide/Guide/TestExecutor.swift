public import AutoMLModel
public import AutoMLWorkflow

/// The guide's "AutoML executor example": sleeps a little and makes a score up.
public struct TestExecutor: Executor {
  private let seconds: ClosedRange<Double>
  private let learningRates: ClosedRange<Double>

  /// Makes an executor.
  ///
  /// - Parameters:
  ///   - seconds: How long a job sleeps.
  ///   - learningRates: The search space.
  public init(
    seconds: ClosedRange<Double> = 5...10, learningRates: ClosedRange<Double> = 0.001...0.002
  ) {
    self.seconds = seconds
    self.learningRates = learningRates
  }

  /// Sleeps, and gives a random score; called from many tasks at once.
  public func execute(
    _ recommendation: Recommendation, context: Context
  ) async throws -> Score {
    let jobName = context[.jobName, default: "?"]
    let workerName = context[.workerName, default: "?"]
    print("Worker \(workerName): executing \(jobName) ...")
    let secondsToSleep = Double.random(in: seconds)
    print("Worker \(workerName): \(jobName) sleep \(secondsToSleep) secs")
    try await Task.sleep(for: .seconds(secondsToSleep))
    let score = Double.random(in: 0..<1)
    print("Worker \(workerName): finished \(jobName) with score \(score)")
    return try Score(score)
  }

  /// The learning rates as the one parameter of a space.
  public func determineSearchSpace(context: Context) async throws -> SearchSpace {
    try SearchSpace(
      name: "test",
      targets: [
        try ParameterRangeLocator(parsing: "lr.float"): [
          SearchRange(learningRates.lowerBound, learningRates.upperBound)
        ]
      ])
  }
}
