import AutoMLModel
import AutoMLTracking
import Testing

/// What `tracking-probe churn` has said to be acknowledged; see its `Churner`.
struct Facts {
  private(set) var problems: [String] = []
  private var experiments: Set<ExperimentID> = []
  private var jobs: [JobID: ExperimentID] = [:]
  private var attempts: [AttemptID: JobID] = [:]
  private var failed: Set<AttemptID> = []
  private var results: [IntermediateResultID: JobID] = [:]
  private var sets: [MultipleResultID: JobID] = [:]
  private var ends: [JobID: (status: String, score: Double?)] = [:]
  private var closed: [ExperimentID: String] = [:]
  private var messages: [ExperimentID: Int] = [:]
  private var resources: Set<ResourceID> = []
  private var volatile: Set<ExperimentID> = []
  private var continued: Set<ExperimentID> = []
  private var removed: Set<ResourceID> = []

  mutating func learn(_ line: String) {
    let words = line.split(separator: " ").map(String.init)
    let ids = words.dropFirst().map { Int64($0) ?? 0 }
    switch words.first {
    case "ready": break
    case "experiment": experiments.insert(ExperimentID(rawValue: ids[0]))
    case "job": jobs[JobID(rawValue: ids[1])] = ExperimentID(rawValue: ids[0])
    case "attempt": attempts[AttemptID(rawValue: ids[1])] = JobID(rawValue: ids[0])
    case "failed": failed.insert(AttemptID(rawValue: ids[1]))
    case "result": results[IntermediateResultID(rawValue: ids[1])] = JobID(rawValue: ids[0])
    case "set": sets[MultipleResultID(rawValue: ids[1])] = JobID(rawValue: ids[0])
    case "ended": ends[JobID(rawValue: ids[0])] = (words[2], Double(words[3]))
    case "message": messages[ExperimentID(rawValue: ids[0]), default: 0] += 1
    case "closed": closed[ExperimentID(rawValue: ids[0])] = words[2]
    case "resource": resources.insert(ResourceID(rawValue: ids[0]))
    case "deleting", "resetting": volatile.insert(ExperimentID(rawValue: ids[0]))
    case "continuing": continued.insert(ExperimentID(rawValue: ids[0]))
    case "removing": removed.insert(ResourceID(rawValue: ids[0]))
    default: problems.append(line)
    }
  }

  /// How much there is to lose.
  var count: Int {
    experiments.count + jobs.count + attempts.count + results.count + sets.count + ends.count
  }

  /// Expects every fact to be in the store, then forgets them.
  mutating func expectKept(in store: any Connector) async throws {
    let present = Set(try await store.resources().map(\.id))
    #expect(resources.subtracting(removed).isSubset(of: present))
    for id in experiments.subtracting(volatile) {
      await #expect(throws: Never.self) { try await store.experiment(id) }
    }
    for (id, status) in closed where !volatile.union(continued).contains(id) {
      #expect(try await store.experimentStatus(id).rawValue == status)
    }
    for (id, count) in messages where !volatile.contains(id) {
      #expect(try await store.errorMessages(of: id).count >= count)
    }
    // A job that was adopted has an experiment nobody named here; ask the store.
    var gone: Set<JobID> = []
    for id in Set(jobs.keys).union(attempts.values).union(ends.keys) {
      if let experiment = jobs[id], volatile.contains(experiment) {
        gone.insert(id)
        continue
      }
      do {
        try await expectKept(id, in: store)
      } catch let error as TrackingError where error.code == .unknownJob(id) {
        // Adopted jobs may have gone with an experiment that another probe deleted.
        #expect(jobs[id] == nil, "Job \(id) is lost")
        gone.insert(id)
      }
    }
    try await expectResultsKept(in: store, without: gone)
    self = Facts()
  }

  private func expectKept(_ id: JobID, in store: any Connector) async throws {
    let job = try await store.job(id)
    if let experiment = jobs[id] { #expect(job.experiment == experiment) }
    if let end = ends[id] {
      #expect(job.status.rawValue == end.status)
      #expect(job.score == end.score)
    }
    let attempts = try await store.attempts(of: id)
    #expect(Set(self.attempts.filter { $0.value == id }.keys).isSubset(of: attempts.map(\.id)))
    for attempt in attempts where failed.contains(attempt.id) {
      #expect(attempt.status == .failed)
    }
  }

  private func expectResultsKept(
    in store: any Connector, without gone: Set<JobID>
  ) async throws {
    let jobs = Set(results.values).subtracting(gone)
    let found = try await store.intermediateResults(jobs: Array(jobs), attempts: .all)
    let ids = Set(found.values.flatMap { $0.map(\.id) })
    #expect(Set(results.filter { jobs.contains($0.value) }.keys).isSubset(of: ids))
    for job in Set(sets.values).subtracting(gone) {
      let ids = try await store.multipleResults(job: job).map(\.id)
      #expect(Set(sets.filter { $0.value == job }.keys).isSubset(of: ids))
    }
  }
}
