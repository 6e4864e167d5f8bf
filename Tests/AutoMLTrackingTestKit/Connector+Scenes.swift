import AutoMLModel
import AutoMLTracking

/// An id that no store of these tests has given out.
let nobody: Int64 = 987_654_321

extension Connector {
  /// Declares so many GPUs of one host, one slot each.
  func addGPUs(_ count: Int) async throws -> [ResourceID] {
    try await addResources((0..<count).map { ResourceDescription(type: "gpu", device: $0) })
  }

  /// Starts an experiment of the tests' user.
  func beginExperiment(
    _ name: String = "experiment", goal: OptimizationGoal = .maximize, labels: [String] = []
  ) async throws -> ExperimentID {
    try await startExperiment(
      ExperimentRequest(user: "ada", name: name, goal: goal, labels: labels))
  }

  /// Starts a job that needs nothing, or exactly some resources.
  func beginJob(
    _ experiment: ExperimentID, on resources: [ResourceID] = []
  ) async throws -> StartedAttempt {
    try await startJob(JobRequest(experiment: experiment, resources: .exactly(resources)))
  }

  /// Starts and ends a job that needs nothing.
  func runJob(
    _ experiment: ExperimentID, _ status: JobStatus = .finished, score: Double? = nil
  ) async throws -> JobID {
    let job = try await beginJob(experiment).job
    try await finishJob(
      JobCompletion(job: job, status: status, score: try score.map { try Score($0) }))
    return job
  }

  /// Makes a job that is in a status.
  func makeJob(in status: JobStatus, of experiment: ExperimentID) async throws -> JobID {
    switch status {
    case .running:
      return try await beginJob(experiment).job
    case .pending:
      let started = try await beginJob(experiment)
      try await failAttempt(started.attempt)
      return started.job
    case .finished:
      return try await runJob(experiment, .finished, score: 1)
    case .earlyStopped, .failed, .cancelled:
      return try await runJob(experiment, status)
    }
  }

  /// Makes an experiment that is in a status and has no jobs.
  func makeExperiment(in status: ExperimentStatus) async throws -> ExperimentID {
    if status == .created {
      return try await createExperiment(ExperimentRequest(user: "ada", name: status.rawValue))
    }
    let id = try await beginExperiment(status.rawValue)
    switch status {
    case .created, .running: break
    case .stopRequested: try await requestStop(id)
    case .stopped, .finished, .failed: try await endExperiment(id, as: status)
    }
    return id
  }
}

/// Reads a whole history through its sequence.
func sequence(of store: some Connector, _ id: ExperimentID) async throws -> [JobRecord] {
  var jobs: [JobRecord] = []
  for try await job in store.history(of: id) { jobs.append(job) }
  return jobs
}
