import AutoMLModel
import AutoMLTracking

/// Everything a store tells about its content, to see whether something changed.
struct StoreSnapshot: Equatable {
  var resources: [ResourceRecord] = []
  var experiments: [ExperimentRecord] = []
  var messages: [[ExperimentMessage]] = []
  var tallies: [ExperimentTally] = []
  var jobs: [JobRecord] = []
  var attempts: [AttemptRecord] = []
  var intermediateResults: [JobID: [IntermediateResultRecord]] = [:]
  var multipleResults: [MultipleResultRecord] = []
  var sweeps: [SweepRecord] = []
  var combinations: [CombinationRecord] = []

  init(_ store: any Connector) async throws {
    resources = try await store.resources()
    experiments = try await store.experiments()
    for experiment in experiments {
      messages.append(try await store.errorMessages(of: experiment.id))
      tallies.append(try await store.tally(of: experiment.id))
      let jobs = try await store.history(of: experiment.id, after: nil, limit: 10_000)
      self.jobs += jobs
      for job in jobs {
        attempts += try await store.attempts(of: job.id)
        multipleResults += try await store.multipleResults(job: job.id)
      }
      let results = try await store.intermediateResults(
        experiment: experiment.id, status: nil, attempts: .all)
      intermediateResults.merge(results) { first, _ in first }
    }
    sweeps = try await store.sweeps()
    for sweep in sweeps { combinations += try await store.records(of: sweep) }
  }
}
