import AutoMLModel
import AutoMLTracking
import Testing

/// What a session does when it ends: everything that somebody else must clean up.
struct Ruin {
  let session: SessionID
  let running: ExperimentID
  let stopRequested: ExperimentID
  let finished: ExperimentID
  let attempt: StartedAttempt
  let second: StartedAttempt
  let waiting: JobID
  let done: JobID
  let taken: ResourceID
  let used: ResourceID
  let before: StoreSnapshot

  /// Lets a connector's session work on everything at once.
  init(_ store: any Connector, name: String) async throws {
    session = try await store.session().id
    let resources = try await store.addResources([
      ResourceDescription(type: name, device: 0), ResourceDescription(type: name, device: 1),
    ])
    taken = resources[0]
    used = resources[1]
    #expect(try await store.takeResource(taken))
    finished = try await store.beginExperiment("\(name) finished")
    _ = try await store.runJob(finished, score: 1)
    try await store.endExperiment(finished, as: .finished)
    running = try await store.beginExperiment("\(name) running")
    done = try await store.runJob(running, score: 2)
    waiting = try await store.makeJob(in: .pending, of: running)
    attempt = try await store.beginJob(running, on: [used])
    _ = try await store.saveIntermediateResult(0.5, for: attempt.job)
    stopRequested = try await store.beginExperiment("\(name) asked to stop")
    second = try await store.beginJob(stopRequested)
    try await store.requestStop(stopRequested)
    before = try await StoreSnapshot(store)
  }

  /// Expects everything to be as if nobody had ever worked on it.
  func expectMended(in store: any Connector, at time: Timestamp) async throws {
    for id in [taken, used] {
      let resource = try await store.resources().first { $0.id == id }
      #expect(resource?.status == .free)
      #expect(resource?.holder == nil)
    }
    for started in [attempt, second] {
      let record = try await store.attempts(of: started.job).last
      #expect(record?.status == .lost)
      #expect(record?.ended == time)
      let job = try await store.job(started.job)
      #expect(job.status == .pending)
      #expect(job.score == nil, "A score was invented")
      #expect(job.ended == nil)
    }
    for id in [running, stopRequested] {
      let record = try await store.experiment(id)
      #expect(record.status == .stopped)
      #expect(record.ended == time)
      #expect(try await store.errorMessages(of: id).isEmpty == false)
      #expect(record.errorMessage?.isEmpty == false)
      #expect(try await store.runningJobs(of: id).isEmpty)
    }
    #expect(try await store.experimentStatus(finished) == .finished)
    #expect(try await store.errorMessages(of: finished).isEmpty)
    #expect(try await store.job(done).score == 2)
    #expect(try await store.bestResult(of: running)?.id == done)
    #expect(try await store.intermediateResults(job: attempt.job).map(\.score) == [0.5])
    let tally = try await store.tally(of: running)
    #expect(tally.jobs[.pending] == 2)
    #expect(tally.jobs[.running] ?? 0 == 0)
    #expect(tally.jobs[.finished] == 1)
    #expect(tally.attempts == 3)
  }

  /// Expects nothing of it to have changed.
  func expectUntouched(in store: any Connector) async throws {
    for record in before.resources where [taken, used].contains(record.id) {
      #expect(try await store.resources().contains(record))
    }
    for record in before.experiments where [running, stopRequested, finished].contains(record.id) {
      #expect(try await store.experiment(record.id) == record)
      #expect(try await store.errorMessages(of: record.id).isEmpty)
      let jobs = before.jobs.filter { $0.experiment == record.id }
      #expect(try await store.history(of: record.id, after: nil, limit: 100) == jobs)
    }
  }
}
